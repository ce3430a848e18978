"""The worker alone, in a thread of this process, over real sockets."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from gunicorn.http import errors

from eureka_py.serving.gthread_worker import PatientThreadWorker
from eureka_py.serving.last_answer import LastAnswers
from eureka_py.serving.wsgi import StartResponse
from tests.integration.serving.process import PATIENCE_S
from tests.integration.serving.raw import one_answer, rest_of
from tests.unit.serving.gunicorn_fakes import FakeLog, gunicorn_config

GET = b"GET / HTTP/1.1\r\nHost: e\r\n\r\n"
LARGE_BYTES = 2**25


def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/read":
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 2**20))
    if path == "/broken":
        raise ValueError
    body = bytes(LARGE_BYTES) if path == "/large" else b"ok"
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


class Running:
    """A worker that runs, and connections to it."""

    def __init__(self, **settings: object) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = self._listener.getsockname()
        cfg = gunicorn_config(**({"threads": 2, "keepalive": 75, "graceful_timeout": 5} | settings))
        self.worker = worker = PatientThreadWorker(1, os.getppid(), [self._listener], None, 0, cfg, FakeLog())
        self.told: list[str] = []
        worker.request_timeout_s = 1
        worker.before_stop = lambda: self.told.append("stop")
        worker.wsgi = LastAnswers(app, worker)
        worker.tpool = worker.get_thread_pool()
        worker.poller = selectors.DefaultSelector()
        worker.method_queue.init()
        self._thread = threading.Thread(target=worker.run, daemon=True)
        self._thread.start()

    def dial(self, sent: bytes = b"") -> socket.socket:
        connection = socket.create_connection(self.address, timeout=PATIENCE_S)
        connection.sendall(sent)
        return connection

    def stop(self) -> None:
        self.worker.handle_exit(0, None)
        self._thread.join(PATIENCE_S)
        self.worker.tmp.close()
        assert not self._thread.is_alive()


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    yield running
    running.stop()


def test_requests_are_answered_whole_in_pieces_and_together(running: Running) -> None:
    with running.dial(GET[:10]) as connection:
        time.sleep(0.1)
        connection.sendall(GET[10:])
        assert b"connection: keep-alive" in one_answer(connection)
        connection.sendall(GET + GET[:-1])
        assert b"connection: keep-alive" in one_answer(connection)
        connection.sendall(GET[-1:])
        assert b"connection: keep-alive" in one_answer(connection)
    assert rest_of(running.dial(GET.replace(b"Host: e", b"Host: e\r\nConnection: close"))).endswith(b"ok")


@pytest.mark.parametrize("sent", [GET[:10], b"GET / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nb"])
def test_a_client_that_leaves_half_way_is_forgotten(running: Running, sent: bytes) -> None:
    running.dial(sent).close()
    with running.dial(GET) as connection:
        assert one_answer(connection)


def test_a_client_that_stands_still_is_left(running: Running) -> None:
    assert rest_of(running.dial(b"GET / HTTP/1.1\r\n" + GET[:10])) in (b"", b"(reset)")


def test_a_head_over_64_kb_is_refused_without_waiting_for_its_end(running: Running) -> None:
    assert rest_of(running.dial(b"GET / HTTP/1.1\r\nX: " + bytes(66_000))).startswith(b"HTTP/1.1 431 ")


def test_a_request_that_trickles_ends_although_no_pause_is_long(running: Running) -> None:
    connection = running.dial(GET[:-2])
    began = time.monotonic()
    with contextlib.suppress(OSError), connection:
        while time.monotonic() - began < PATIENCE_S:
            connection.sendall(b"X: y\r\n")
            time.sleep(0.3)
    assert 2 < time.monotonic() - began < 6


@pytest.mark.parametrize(
    "hosts", [b"", b"Host: e\r\nHost: e\r\n", b"Host: a b\r\n", b"Host: a@b\r\n", b"Host: a/b\r\n"]
)
def test_a_request_names_one_host(running: Running, hosts: bytes) -> None:
    assert rest_of(running.dial(GET.replace(b"Host: e\r\n", hosts))).startswith(b"HTTP/1.1 400 ")


def test_a_host_may_be_empty_and_missing_where_http_allows_it(running: Running) -> None:
    for sent in (GET.replace(b"Host: e", b"Host:\r\nConnection: close"), b"GET / HTTP/1.0\r\n\r\n"):
        assert b" 200 OK\r\n" in rest_of(running.dial(sent))


def test_a_body_that_stands_still_ends_the_connection(running: Running) -> None:
    begun = running.dial(b"POST /read HTTP/1.1\r\nHost: e\r\nContent-Length: 5000000\r\n\r\nhalf")
    assert b"\r\nConnection: close\r\n" in rest_of(begun)


def test_an_answer_that_is_not_taken_is_given_up(running: Running) -> None:
    connections = [running.dial(GET.replace(b"/", b"/large", 1)) for _ in range(3)]
    with running.dial(GET) as other:
        assert one_answer(other)
    for connection in connections:
        connection.close()


def test_a_client_that_never_hangs_up_is_dropped(running: Running) -> None:
    with running.dial(GET.replace(b"Host: e", b"Host: e\r\nConnection: close")) as connection:
        assert one_answer(connection)
        connection.sendall(b"more")
        time.sleep(4)
        assert running.worker.nr_conns == 0


def test_a_refusal_is_a_bare_status(running: Running) -> None:
    received = rest_of(running.dial(b"GET\r\n\r\n"))
    assert received == b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def test_a_fault_of_the_application_is_a_bare_500(running: Running) -> None:
    assert rest_of(running.dial(GET.replace(b"/", b"/broken", 1))).startswith(b"HTTP/1.1 500 ")


def test_a_header_that_cannot_be_sent_is_the_applications_fault(running: Running) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        running.worker.handle_error(None, ours, None, errors.InvalidResponseHeader("X"))
        ours.close()
        assert theirs.recv(100).startswith(b"HTTP/1.1 500 ")
        running.worker.handle_error(None, ours, None, errors.InvalidHeader("X"))  # the client has gone


def test_a_stop_is_told_first_serves_who_is_there_and_refuses_who_comes() -> None:
    running = Running()
    with running.dial(GET) as kept, running.dial() as silent, running.dial(GET[:5]) as half:
        assert b"connection: keep-alive" in one_answer(kept)
        running.worker.handle_exit(0, None)
        assert running.told == ["stop"]
        kept.sendall(GET)
        assert b"connection: close" in one_answer(kept)
        with pytest.raises(ConnectionRefusedError):
            running.dial()
        assert rest_of(silent) == rest_of(half) == b""
        assert rest_of(kept) == b""
    running.stop()


def test_a_worker_that_is_told_to_stop_at_once_says_so_first(running: Running) -> None:
    with pytest.raises(SystemExit):
        running.worker.handle_quit(0, None)
    assert running.told == ["stop"]


@pytest.mark.parametrize("keepalive", [0, 75])
def test_without_keep_alive_a_new_connection_still_has_time_to_ask(keepalive: int) -> None:
    running = Running(keepalive=keepalive)
    with running.dial() as connection:
        time.sleep(0.3)
        connection.sendall(GET)
        assert (b"connection: close" in one_answer(connection)) == (keepalive == 0)
    running.stop()


def test_what_is_not_plain_http_goes_gunicorns_own_way() -> None:
    running = Running(http2_cleartext="upgrade")
    with running.dial(GET.replace(b"Host: e", b"Host: e\r\nConnection: close")) as connection:
        assert one_answer(connection)
    assert b"<html>" in rest_of(running.dial(b"GET\r\n\r\n"))
    running.stop()
