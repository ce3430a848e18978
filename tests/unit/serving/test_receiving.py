from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from gunicorn.http.errors import LimitRequestHeaders

from eureka_py.serving.receiving import (
    MOST_HELD_BYTES,
    ClientBytes,
    expects_leave,
    is_not_awaited,
    is_whole_request,
)

GET = b"GET / HTTP/1.1\r\nHost: e\r\n\r\n"
POST = b"POST / HTTP/1.1\r\ncontent-length: 4\r\nHost: e\r\n\r\nbody"
CHUNKED_HEAD = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKED = CHUNKED_HEAD + b"4;x=y\r\nbody\r\nA\r\n0\r\n\r\n01234\r\n0\r\nTrailer: x\r\n\r\n"
EXPECTING = b"POST / HTTP/1.1\r\nexpect:  100-Continue\r\nContent-Length: 4\r\n\r\n"


@pytest.mark.parametrize("request_bytes", [GET, POST, CHUNKED])
def test_a_request_is_whole_with_its_last_byte(request_bytes: bytes) -> None:
    assert [is_whole_request(request_bytes[:end]) for end in range(len(request_bytes))] == [False] * len(request_bytes)
    assert is_whole_request(request_bytes)
    assert is_whole_request(request_bytes + GET)


@pytest.mark.parametrize("size", [b"", b"x", b"-4"])
def test_a_chunk_without_a_size_is_the_end(size: bytes) -> None:
    assert is_whole_request(CHUNKED_HEAD + size + b"\r\n")


@pytest.mark.parametrize(
    "begun",
    [
        b"POST / HTTP/1.1\r\nExpect: wonders\r\nContent-Length: 4\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % MOST_HELD_BYTES,
        b"POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET /" + bytes(9000),
    ],
)
def test_what_will_be_refused_or_is_long_is_not_awaited(begun: bytes) -> None:
    assert is_not_awaited(begun)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nExpect: 1", EXPECTING, POST[:-1], CHUNKED[:-1]])
def test_other_requests_are_awaited(begun: bytes) -> None:
    assert not is_not_awaited(begun)


def test_who_expects_to_be_told_to_go_on_is_known_by_the_whole_head() -> None:
    assert expects_leave(EXPECTING)
    assert not expects_leave(EXPECTING[:-1])
    assert not expects_leave(EXPECTING.replace(b"1.1", b"1.0"))
    assert not expects_leave(POST)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, ClientBytes]]:
    """A client's end of a connection, and what is received at the other."""
    theirs, ours = socket.socketpair()
    with theirs, ours:
        theirs.settimeout(5)
        yield theirs, ClientBytes(ours)


def test_leave_to_send_the_body_is_given_once(pair: tuple[socket.socket, ClientBytes]) -> None:
    client, received = pair
    for piece in (EXPECTING, b"bo"):
        client.sendall(piece)
        received.take_in()
        assert not received.needs_a_thread()
    client.sendall(b"dy")
    received.take_in()
    assert received.needs_a_thread()
    assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"


def test_a_head_that_is_longer_than_what_is_held_is_refused(pair: tuple[socket.socket, ClientBytes]) -> None:
    _, received = pair
    received.buf.write(GET[:-2] + b"X: y\r\n" * 12_000)
    assert received.needs_a_thread()
    assert received.read()
    with pytest.raises(LimitRequestHeaders):
        received.read()


def test_a_request_has_an_end_however_it_comes(pair: tuple[socket.socket, ClientBytes]) -> None:
    client, received = pair
    received.patience_s = -1
    received.buf.write(POST[:-1])
    assert not received.needs_a_thread()
    client.sendall(b"y")
    assert received.chunk() == b""
    assert received.is_over


def test_the_next_request_has_all_the_time_again(pair: tuple[socket.socket, ClientBytes]) -> None:
    client, received = pair
    received.patience_s = -1
    received.needs_a_thread()
    received.end_request()
    client.sendall(b"y")
    assert received.chunk() == b"y"


def test_a_body_in_tiny_chunks_and_tiny_pieces_costs_no_more_than_its_length(
    pair: tuple[socket.socket, ClientBytes],
) -> None:
    _, received = pair
    received.buf.write(CHUNKED_HEAD + b"1\r\nx\r\n" * 10_000)
    began = time.process_time()
    for _ in range(2_000):
        received.buf.write(b"1")
        assert not received.needs_a_thread()
    assert time.process_time() - began < 2  # 2,000 times all chunks are 10 s and more
