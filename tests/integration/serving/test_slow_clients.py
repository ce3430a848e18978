"""Clients that stand still take nothing from the others, and are left after a while."""

from __future__ import annotations

import time

import pytest

from tests.integration.serving.conftest import Start
from tests.integration.serving.raw import answers_to, dial, is_closed, one_answer, rest_of

HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: e"
HALF_A_BODY = b"POST /read HTTP/1.1\r\nHost: e\r\nContent-Length: 100\r\n\r\nhalf"
HALF_A_LARGE_BODY = b"POST /read HTTP/1.1\r\nHost: e\r\nContent-Length: 5000000\r\n\r\nhalf"
HALF_A_CHUNKED_BODY = b"POST /read HTTP/1.1\r\nHost: e\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal"
WHOLE = b"GET / HTTP/1.1\r\nHost: e\r\n\r\n"


@pytest.mark.parametrize("half", [b"", HALF_A_HEAD, HALF_A_BODY, HALF_A_CHUNKED_BODY])
def test_others_are_answered_at_once_while_many_clients_stand_still(standin: Start, half: bytes) -> None:
    server = standin("server.threads=2")
    connections = [dial(server) for _ in range(16)]
    for connection in connections:
        connection.sendall(half)
    time.sleep(0.2)  # no way to see from outside that the worker has them
    began = time.monotonic()
    assert all(server.get()["is_started"] for _ in range(10))
    assert time.monotonic() - began < 1
    for connection in connections:
        connection.close()


@pytest.mark.parametrize("half", [HALF_A_HEAD, HALF_A_BODY, HALF_A_CHUNKED_BODY])
def test_clients_that_stand_still_are_left_in_silence(standin: Start, half: bytes) -> None:
    server = standin("server.request_timeout_s=1")
    connections = [dial(server) for _ in range(16)]
    for connection in connections:
        connection.sendall(half)
    began = time.monotonic()
    assert all(is_closed(connection) for connection in connections)
    assert 0.5 < time.monotonic() - began < 4
    assert server.terminate() == 0
    assert len(server.lines) == 2


def test_the_node_answers_again_when_it_has_left_those_whose_large_bodies_stand_still(standin: Start) -> None:
    server = standin("server.request_timeout_s=1", "server.threads=8")
    connections = [dial(server) for _ in range(8)]
    for connection in connections:
        connection.sendall(HALF_A_LARGE_BODY)
    time.sleep(0.2)
    began = time.monotonic()
    assert server.get()["is_started"]
    assert time.monotonic() - began < 3
    for connection in connections:
        assert b"\r\nConnection: close\r\n" in rest_of(connection)
    assert server.terminate() == 0
    assert len(server.lines) == 2


def test_those_that_take_no_answer_are_left_too(standin: Start) -> None:
    server = standin("server.request_timeout_s=1", "server.threads=2")
    connections = [dial(server) for _ in range(2)]
    for connection in connections:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: e\r\n\r\n")
    time.sleep(0.2)
    began = time.monotonic()
    assert server.get()["is_started"]
    assert time.monotonic() - began < 4
    for connection in connections:
        connection.close()
    assert server.terminate() == 0
    assert len(server.lines) == 2


def test_a_client_that_never_hangs_up_holds_up_nobody(standin: Start) -> None:
    server = standin()
    ended = [dial(server) for _ in range(5)]
    for connection in ended:
        connection.sendall(WHOLE.replace(b"Host: e", b"Host: e\r\nConnection: close"))
    time.sleep(0.2)
    began = time.monotonic()
    assert server.get()["is_started"]
    assert time.monotonic() - began < 1
    for connection in ended:
        assert rest_of(connection).startswith(b"HTTP/1.1 200 ")


def test_a_request_may_come_in_pieces_and_longer_than_the_longest_pause(standin: Start) -> None:
    server = standin("server.request_timeout_s=2")
    with dial(server) as connection:
        for piece in (b"POST /read HTTP/1.1\r\n", b"Host: e\r\nContent-Le", b"ngth: 4\r\n\r\n", b"ab", b"cd"):
            connection.sendall(piece)
            time.sleep(0.6)
        assert one_answer(connection).startswith(b"http/1.1 200 ")


def test_idle_connections_and_slow_answers_may_outlast_the_longest_pause(standin: Start) -> None:
    server = standin("server.request_timeout_s=1", "server.keepalive_s=10")
    with dial(server) as connection:
        time.sleep(2.5)
        for path in (b"/", b"/slow", b"/"):
            connection.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: e\r\n\r\n")
            assert b"connection: keep-alive" in one_answer(connection)
            time.sleep(2.5)


@pytest.mark.parametrize("keepalive_s", [0, 75])
def test_requests_sent_together_are_answered_one_after_the_other(standin: Start, keepalive_s: int) -> None:
    server = standin(f"server.keepalive_s={keepalive_s}")
    post = b"POST /keep HTTP/1.1\r\nHost: e\r\nContent-Length: 4\r\n\r\nbody"
    last = WHOLE.replace(b"Host: e", b"Host: e\r\nConnection: close")
    received = answers_to(server, post + WHOLE + post + last)
    assert received.count(b"HTTP/1.1 200 OK") == (4 if keepalive_s else 1)


def test_a_client_that_waits_for_leave_to_go_on_gets_it(standin: Start) -> None:
    server = standin()
    with dial(server) as connection:
        connection.sendall(b"POST /read HTTP/1.1\r\nHost: e\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"body")
        answer = one_answer(connection)
        assert answer.startswith(b"http/1.1 200 ")
        assert b"connection: keep-alive" in answer


def test_after_a_large_body_that_nobody_read_the_connection_ends_and_the_answer_says_so(standin: Start) -> None:
    server = standin()
    head = b"POST / HTTP/1.1\r\nHost: e\r\nContent-Length: 200000\r\n\r\n"
    received = answers_to(server, head + bytes(100_000))
    assert b"\r\nConnection: close\r\n" in received
    assert not received.endswith(b"(reset)")


@pytest.mark.parametrize("path", [b"/", b"/read"])
def test_after_a_small_body_the_connection_goes_on_read_or_not(standin: Start, path: bytes) -> None:
    server = standin()
    with dial(server) as connection:
        for form in (b"Content-Length: 4\r\n\r\nbody", b"Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n") * 2:
            connection.sendall(b"POST " + path + b" HTTP/1.1\r\nHost: e\r\n" + form)
            answer = one_answer(connection)
            assert answer.startswith(b"http/1.1 200 ")
            assert b"connection: keep-alive" in answer


def test_after_a_large_body_that_was_read_the_connection_goes_on(standin: Start) -> None:
    server = standin()
    with dial(server) as connection:
        for _ in range(2):
            connection.sendall(b"POST /read HTTP/1.1\r\nHost: e\r\nContent-Length: 200000\r\n\r\n" + bytes(200_000))
            assert b"connection: keep-alive" in one_answer(connection)
