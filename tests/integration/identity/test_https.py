"""TLS: a real server with certificates."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme

from tests.integration.identity.conftest import Secured
from tests.integration.identity.secured import Caller, basic, mended
from tests.integration.serving.process import Server, eventually

CA = trustme.CA()


def issued(*names: str, common_name: str | None = None) -> trustme.LeafCert:
    return CA.issue_cert(*names, common_name=common_name, key_type=trustme.KeyType.ECDSA)


def trusting(shown: trustme.LeafCert | None = None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    CA.configure_trust(context)
    if shown is not None:
        shown.configure_cert(context)
    return context


@pytest.fixture
def node_file(tmp_path: Path) -> Path:
    file = tmp_path / "node.pem"
    mended(file, issued("127.0.0.1").private_key_and_cert_chain_pem.bytes())
    CA.cert_pem.write_to_path(tmp_path / "ca.pem")
    return file


def tls(file: Path, client_certificate: str = "none") -> list[str]:
    ca = f"tls.ca_file={file.parent / 'ca.pem'}"
    mode = f"tls.client_certificate={client_certificate}"
    return [f"tls.certificate_file={file}", f"tls.key_file={file}", ca, mode]


def place_of(server: Server) -> tuple[str, int]:
    parts = urlsplit(server.address)
    assert parts.scheme == "https"
    return parts.hostname or "", parts.port or 0


def serial_of(server: Server) -> object:
    with (
        socket.create_connection(place_of(server), timeout=10) as plain,
        trusting().wrap_socket(plain, server_hostname="127.0.0.1") as sock,
    ):
        return (sock.getpeercert() or {})["serialNumber"]


def test_a_certificate_is_renewed_and_the_registry_stays(node_file: Path, credentials: Path, serve: Secured) -> None:
    server = serve(*tls(node_file), f"access.credentials_file={credentials}")
    server.wait_until_ready()
    node = Caller(server.address, trusting())
    assert node.register(basic("orders")) == 204
    before = serial_of(server)
    mended(node_file, b"none")

    def refused() -> bool:
        return node.renew(basic("orders")) == 200 and any("certificate refused" in line for line in server.lines)

    assert eventually(refused)
    assert serial_of(server) == before
    mended(node_file, issued("127.0.0.1").private_key_and_cert_chain_pem.bytes())
    assert eventually(lambda: serial_of(server) != before)
    assert node.renew(basic("orders")) == 200
    assert sum("certificate refused" in line for line in server.lines) == 1
    assert server.terminate() == 0


def test_a_clients_certificate_shows_who_asks(node_file: Path, credentials: Path, serve: Secured) -> None:
    server = serve(*tls(node_file, "optional"), f"access.credentials_file={credentials}")
    server.wait_until_ready()
    orders = Caller(server.address, trusting(issued("x.example.org", common_name="orders")))
    assert orders.register() == 204
    assert orders.register(app="PAYMENTS") == 403
    assert Caller(server.address, trusting(issued("stranger"))).renew() == 401
    assert Caller(server.address, trusting()).renew() == 401


def test_a_required_certificate_protects_a_node_and_without_one_no_tls_comes_about(
    node_file: Path, serve: Secured
) -> None:
    server = serve(*tls(node_file, "required"), host="0.0.0.0")
    server.wait_until_ready()
    address = f"https://127.0.0.1:{place_of(server)[1]}"
    assert Caller(address, trusting(issued("anybody"))).register() == 204
    with pytest.raises((ssl.SSLError, ConnectionError)):
        Caller(address, trusting()).register()
    stranger = trustme.CA().issue_cert("anybody", key_type=trustme.KeyType.ECDSA)
    with pytest.raises((ssl.SSLError, ConnectionError)):
        Caller(address, trusting(stranger)).register()


def test_large_bodies_kept_alive_connections_and_pipelines_work(node_file: Path, serve: Secured) -> None:
    server = serve(*tls(node_file))
    server.wait_until_ready()
    with (
        socket.create_connection(place_of(server), timeout=10) as plain,
        trusting().wrap_socket(plain, server_hostname="127.0.0.1") as sock,
    ):
        head = b"POST /eureka/apps/A HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
        body = b'{"instance": "' + b"x" * 300_000 + b'"}'
        for _ in range(2):
            sock.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            assert _received_until(sock, b'cannot parse request body"}').startswith(b"HTTP/1.1 400 ")
        sock.sendall(b"GET /health/live HTTP/1.1\r\nHost: h\r\n\r\n" * 3)
        for _ in range(3):
            _received_until(sock, b"}")


def test_handshakes_that_stand_still_break_or_are_no_tls_hold_nobody_up(node_file: Path, serve: Secured) -> None:
    server = serve(*tls(node_file), "server.request_timeout_s=2")
    server.wait_until_ready()
    place = place_of(server)
    silent = [socket.create_connection(place, timeout=10) for _ in range(20)]
    slow = [socket.create_connection(place, timeout=10) for _ in range(20)]
    plain = socket.create_connection(place, timeout=10)
    try:
        for sock in slow:
            sock.sendall(b"\x16\x03\x01\x02\x00\x01")  # begins to say hello
        plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert Caller(server.address, trusting()).status("GET", "/health/live") == 200
        for sock in (*silent, *slow, plain):
            while _answer(sock):
                continue
    finally:
        for sock in (*silent, *slow, plain):
            sock.close()
    assert Caller(server.address, trusting()).status("GET", "/health/live") == 200
    assert not any("Traceback" in line for line in server.lines)


def test_bad_files_end_a_start_in_one_line(node_file: Path, serve: Secured) -> None:
    mended(node_file, b"none")
    server = serve(*tls(node_file))
    assert server.wait() == 2
    assert len(server.lines) == 1
    assert "expected a certificate and its unencrypted key of tls.key_file, PEM" in server.lines[0]


def _received_until(sock: ssl.SSLSocket, end: bytes) -> bytes:
    received = b""
    while end not in received:
        more = sock.recv(1)
        assert more, received
        received += more
    return received


def _answer(sock: socket.socket) -> bytes:
    """Return what still comes before the server hangs up; it does so before the socket's timeout."""
    try:
        return sock.recv(1024)
    except ConnectionResetError:
        return b""
