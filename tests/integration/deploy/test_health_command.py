from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from eureka_py.cli import main

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"


class FakeNode:
    """Answers one connection, and remembers what it was asked."""

    def __init__(self, listener: socket.socket, answer: bytes, context: ssl.SSLContext | None) -> None:
        self.asked = ""
        self._listener, self._answer, self._context = listener, answer, context

    @property
    def port(self) -> str:
        return str(self._listener.getsockname()[1])

    def run(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        with connection:
            try:
                self._serve(self._context.wrap_socket(connection, server_side=True) if self._context else connection)
            except OSError:  # a handshake that the other end gave up
                return

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            self.asked = connection.recv(1000).decode().partition("\r\n")[0]
            connection.sendall(self._answer)


@contextmanager
def running(listener: socket.socket, answer: bytes = OK, context: ssl.SSLContext | None = None) -> Iterator[FakeNode]:
    with listener:
        listener.settimeout(10)
        node = FakeNode(listener, answer, context)
        thread = threading.Thread(target=node.run)
        thread.start()
        yield node
        thread.join()


def on_loopback() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def status_of(*arguments: str) -> object:
    with pytest.raises(SystemExit) as caught:
        main(["health", *arguments])
    return caught.value.code


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of settings lies where the command runs."""
    monkeypatch.chdir(tmp_path)


def test_a_node_that_is_ready_is_healthy(capsys: pytest.CaptureFixture[str]) -> None:
    with running(on_loopback()) as node:
        assert status_of("--port", node.port) == 0
        url = f"http://127.0.0.1:{node.port}/health/ready"
    assert node.asked == "GET /health/ready HTTP/1.1"
    assert capsys.readouterr().out == f"healthy: {url} answers 200\n"


def test_a_node_that_is_not_ready_is_not_healthy(capsys: pytest.CaptureFixture[str]) -> None:
    with running(on_loopback(), UNAVAILABLE) as node:
        assert status_of("--port", node.port) == 1
        url = f"http://127.0.0.1:{node.port}/health/ready"
    assert capsys.readouterr().err == f"eureka-py: not healthy: {url} answers 503\n"


def test_live_asks_for_no_more_than_a_life_sign() -> None:
    with running(on_loopback()) as node:
        assert status_of("--port", node.port, "--live") == 0
    assert node.asked == "GET /health/live HTTP/1.1"


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n"])
def test_an_answer_that_is_none_is_said_in_one_line(answer: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with running(on_loopback(), answer) as node:
        assert status_of("--port", node.port) == 1
    complaint = capsys.readouterr().err
    assert complaint.startswith("eureka-py: not healthy: no answer from http://127.0.0.1:")
    assert complaint.count("\n") == 1


def test_nobody_there_is_not_healthy(capsys: pytest.CaptureFixture[str]) -> None:
    with on_loopback() as closed:
        port = str(closed.getsockname()[1])
    assert status_of("--port", port) == 1
    assert "Connection refused" in capsys.readouterr().err


def test_a_node_that_says_nothing_is_not_waited_for_longer_than_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with on_loopback() as silent:
        assert status_of("--port", str(silent.getsockname()[1]), "--timeout", "0.05") == 1
    assert capsys.readouterr().err.endswith(": timed out\n")


def test_a_node_on_all_addresses_is_asked_on_loopback() -> None:
    with running(on_loopback()) as node:
        assert status_of("--host", "0.0.0.0", "--port", node.port) == 0


def test_the_environment_says_where_as_it_does_for_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(on_loopback()) as node:
        monkeypatch.setenv("EUREKA_PY_SERVER_PORT", node.port)
        assert status_of() == 0


def test_a_unix_socket_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "e.sock"))
    listener.listen()
    with running(listener):
        assert status_of("--host", f"unix:{tmp_path}/e.sock") == 0
    assert capsys.readouterr().out == f"healthy: http+unix:{tmp_path}/e.sock/health/ready answers 200\n"


def test_a_unix_socket_that_is_not_there_is_not_healthy(tmp_path: Path) -> None:
    assert status_of("--host", f"unix:{tmp_path}/none.sock") == 1


class Pki:
    """Files of an authority, of a node with a name that is not loopback's, and of a client."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.node, self.client, self.authority = (str(folder / name) for name in ("node.pem", "client.pem", "ca.pem"))
        authority.issue_cert("eureka.example").private_key_and_cert_chain_pem.write_to_path(self.node)
        authority.issue_cert("prober.example").private_key_and_cert_chain_pem.write_to_path(self.client)
        authority.cert_pem.write_to_path(self.authority)

    def context(self, *, wants_client: bool = False) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.node)
        if wants_client:
            context.load_verify_locations(self.authority)
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def settings(self) -> list[str]:
        return ["--set", f"tls.certificate_file={self.node}", "--set", f"tls.key_file={self.node}"]


@pytest.fixture
def pki(tmp_path: Path) -> Pki:
    return Pki(tmp_path)


def test_https_is_asked_whatever_name_the_certificate_has(pki: Pki, capsys: pytest.CaptureFixture[str]) -> None:
    with running(on_loopback(), context=pki.context()) as node:
        assert status_of("--port", node.port, *pki.settings()) == 0
    assert capsys.readouterr().out.startswith("healthy: https://127.0.0.1:")


def test_a_client_certificate_is_shown_if_one_is_given(pki: Pki) -> None:
    with running(on_loopback(), context=pki.context(wants_client=True)) as node:
        assert status_of("--port", node.port, *pki.settings(), "--certificate", pki.client) == 0


def test_a_node_that_wants_a_certificate_and_sees_none_is_not_healthy(
    pki: Pki, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(on_loopback(), context=pki.context(wants_client=True)) as node:
        assert status_of("--port", node.port, *pki.settings()) == 1
    assert capsys.readouterr().err.startswith("eureka-py: not healthy: no answer from https://")


@pytest.mark.parametrize("text", ["x", "0", "-1", "nan", "1e9"])
def test_a_timeout_that_cannot_be_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(f"--timeout={text}") == 2
    assert f"{text} is not a number of seconds, up to 3600" in capsys.readouterr().err


def test_wrong_settings_are_told_from_a_node_that_is_not_healthy(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("--set", "server.prt=1") == 2
    assert capsys.readouterr().err.count("\n") == 1
