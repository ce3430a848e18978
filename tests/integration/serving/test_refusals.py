"""Requests that never reach the application are refused with a status and nothing more."""

from __future__ import annotations

import pytest

from tests.integration.serving.conftest import Start
from tests.integration.serving.raw import answers_to

HOST = b"Host: e\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
        (b"GET /" + b"x" * 9000, 414),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"x" * 9000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: 1\r\n" * 101 + b"\r\n", 431),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: odd\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"Expect: wonders\r\n\r\n", 417),
        (b"GET / HTTP/9.9\r\n" + HOST + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"No colon\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET /\xe4\xff HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    ],
)
def test_a_request_that_is_none_gets_a_bare_status(standin: Start, sent: bytes, status: int) -> None:
    server = standin()
    head, _, body = answers_to(server, sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"\r\nConnection: close" in head
    assert b"\r\nContent-Length: 0" in head
    assert body == b""
    assert server.terminate() == 0
    assert len(server.lines) == 2


def test_the_longest_ids_reach_the_application(standin: Start) -> None:
    sent = b"GET /" + b"x" * 8150 + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    assert answers_to(standin(), sent).startswith(b"HTTP/1.1 200 ")
