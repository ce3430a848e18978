"""A stop turns nobody away who is there, and lets nobody wait who comes later."""

from __future__ import annotations

import signal
import socket
import time

import pytest

from tests.integration.serving.conftest import Start
from tests.integration.serving.process import Server, children_of, eventually, kill
from tests.integration.serving.raw import dial, is_closed, one_answer

WHOLE = b"GET / HTTP/1.1\r\nHost: e\r\n\r\n"
SLOW = b"GET /slow HTTP/1.1\r\nHost: e\r\n\r\n"


def is_refused(server: Server) -> bool:
    try:
        with dial(server) as connection:
            connection.sendall(WHOLE)
            return connection.recv(10) == b"never"
    except ConnectionRefusedError:
        return True
    except OSError:
        return False


def test_a_node_is_told_first_and_says_that_each_connection_ends(standin: Start) -> None:
    server = standin()
    with dial(server) as running, dial(server) as kept, dial(server) as silent:
        kept.sendall(WHOLE)
        assert b"connection: keep-alive" in one_answer(kept)
        running.sendall(SLOW)
        time.sleep(0.2)
        server.send(signal.SIGTERM)
        assert eventually(lambda: is_refused(server))
        kept.sendall(WHOLE)
        for connection in (running, kept):
            answer = one_answer(connection)
            assert answer.startswith(b"http/1.1 200 ")
            assert b"connection: close" in answer
            assert b'"is_drained": true' in answer
            assert b'"is_started": true' in answer
            assert is_closed(connection)
        assert is_closed(silent)
    assert server.wait() == 0


def test_who_has_connected_before_the_stop_is_answered(standin: Start) -> None:
    server = standin()
    (worker,) = children_of(server.pid)
    server.send(signal.SIGSTOP)
    kill(worker, signal.SIGSTOP)
    waiting = [dial(server) for _ in range(20)]
    for connection in waiting:
        connection.sendall(WHOLE)
    kill(worker, signal.SIGTERM)
    kill(worker, signal.SIGCONT)
    for connection in waiting:
        assert b"connection: close" in one_answer(connection)
        connection.close()
    server.send(signal.SIGCONT)


@pytest.mark.parametrize("half", [b"", b"GET / HT"])
def test_who_asks_nothing_does_not_hold_up_a_stop(standin: Start, half: bytes) -> None:
    server = standin("server.drain_s=10")
    connections: list[socket.socket] = [dial(server) for _ in range(3)]
    for connection in connections:
        connection.sendall(half)
    time.sleep(0.2)
    began = time.monotonic()
    assert server.terminate() == 0
    assert time.monotonic() - began < 5
    assert all(is_closed(connection) for connection in connections)
