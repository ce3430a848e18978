"""Many connections, slow ones, and those that end as they should not."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.hostile.judge import assert_no_fault, statuses_of, withstanding
from tests.hostile.node import HostileNode
from tests.hostile.requests import JSON_TYPE, TARGET, get, instance, post, registration, request
from tests.integration.serving.raw import rest_of

MANY = 300
ATTACK_S = 4.0
GET = get("/eureka/apps")
HEAD = f"POST {TARGET} HTTP/1.1\r\nHost: e\r\n{JSON_TYPE}\r\n".encode()
LARGE = HEAD + b"Content-Length: 1000000\r\n\r\n"

TRICKLES: dict[str, tuple[bytes, bytes]] = {
    "head": (b"GET /eureka/apps HTTP/1.1\r\nHost: e\r\nX: ", b"x"),
    "request line": (b"GET /eureka", b"x"),
    "headers": (b"GET /eureka/apps HTTP/1.1\r\nHost: e\r\n", b"X: y\r\n"),
    "line ends": (b"", b"\r\n"),
    "body": (HEAD + b"Content-Length: 5000\r\n\r\n", b"x"),
    "chunked body": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "chunk extension": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"),
    "trailers": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
    "body that was expected": (HEAD + b"Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n", b"x"),
    "head of 100 KB": (GET[:-2] + b"X: y\r\n" * 16_000, b"X: y\r\n"),
}
"""What each connection begins with, and what it sends again and again, sooner than a pause would be too long."""


def dialled(node: HostileNode, count: int, stack: ExitStack) -> list[socket.socket]:
    return [stack.enter_context(node.dial()) for _ in range(count)]


def trickle(connections: list[socket.socket], piece: bytes, seconds: float) -> None:
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        for connection in connections:
            send_what_is_taken(connection, piece)
        time.sleep(0.4)


def send_what_is_taken(connection: socket.socket, sent: bytes) -> None:
    try:
        connection.sendall(sent)
    except OSError:  # the node has had enough of it
        return


def open_ones(connections: list[socket.socket]) -> int:
    return sum(_is_open(connection) for connection in connections)


def _is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        while connection.recv(65_536):
            pass
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@pytest.mark.parametrize("name", TRICKLES)
def test_a_request_that_trickles_keeps_nobody_waiting_and_ends(node: HostileNode, name: str) -> None:
    begun, piece = TRICKLES[name]
    with withstanding(node), ExitStack() as stack:
        connections = dialled(node, MANY, stack)
        for connection in connections:
            send_what_is_taken(connection, begun)
        trickle(connections, piece, ATTACK_S)
        assert open_ones(connections) == 0


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="a thread reads a body over 64 KB as it comes, so as many as there are threads keep the others waiting",
)
@pytest.mark.parametrize(
    "begun", [LARGE, HEAD + b"Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n"], ids=["sent", "expected"]
)
def test_a_large_body_that_trickles_keeps_nobody_waiting(node: HostileNode, begun: bytes) -> None:
    with withstanding(node), ExitStack() as stack:
        connections = dialled(node, MANY, stack)
        for connection in connections:
            connection.sendall(begun)
        trickle(connections, b"x" * 100, 2.0)


def test_after_large_bodies_that_trickle_the_node_answers_as_before(node: HostileNode) -> None:
    with ExitStack() as stack:
        connections = dialled(node, 20, stack)
        for connection in connections:
            connection.sendall(LARGE)
        trickle(connections, b"x" * 100, 1.0)
    time.sleep(2)
    with withstanding(node):
        assert_no_fault(node.ask(GET))


@pytest.fixture
def full_node() -> Iterator[HostileNode]:
    """A node whose registry is larger than what a socket takes in at once."""
    node = HostileNode("server.request_timeout_s=1")
    try:
        for n in range(400):
            large = instance("FULL", f"full-{n}", metadata={"text": f"{n}" + "x" * 20_000})
            node.ask(registration("FULL", f"full-{n}", metadata=large["metadata"]))
        yield node
    finally:
        node.server.kill()


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="a thread sends an answer that is larger than what the socket takes, and waits for its client",
)
def test_answers_that_nobody_reads_keep_nobody_waiting(full_node: HostileNode) -> None:
    with withstanding(full_node), ExitStack() as stack:
        connections = [_reading_nothing(full_node, stack) for _ in range(MANY)]
        for connection in connections:
            connection.sendall(GET * 5)
        time.sleep(ATTACK_S)
        for connection in connections:
            assert not _takes_more(connection)


def _reading_nothing(node: HostileNode, stack: ExitStack) -> socket.socket:
    connection = stack.enter_context(socket.socket())
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    host, _, port = node.server.address.removeprefix("http://").rpartition(":")
    connection.connect((host, int(port)))
    return connection


def _takes_more(connection: socket.socket) -> bool:
    """Say whether the node still has this connection: one that it dropped is reset by what comes later."""
    try:
        connection.sendall(b"x")
        time.sleep(0.005)
        connection.sendall(b"x")
    except OSError:
        return False
    return True


@pytest.mark.parametrize("begun", [b"", GET[:20], HEAD + b"Content-Length: 5\r\n\r\n", LARGE + b"x" * 70_000])
def test_connections_that_are_closed_half_way_leave_nothing(node: HostileNode, begun: bytes) -> None:
    with withstanding(node), ExitStack() as stack:
        for connection in dialled(node, MANY, stack):
            send_what_is_taken(connection, begun)
            connection.shutdown(socket.SHUT_WR)
            assert not [status for status in statuses_of(rest_of(connection)) if status < 400]


def test_connections_that_are_reset_leave_nothing(node: HostileNode) -> None:
    with withstanding(node):
        for begun in (b"", GET, GET[:20], LARGE + b"x" * 70_000) * 100:
            with node.dial() as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                send_what_is_taken(connection, begun)


def test_5000_connections_one_after_the_other_leave_nothing(node: HostileNode) -> None:
    with withstanding(node):
        for n in range(5_000):
            with node.dial() as connection:
                if n % 50 == 0:
                    connection.sendall(GET)


def test_a_thousand_requests_sent_at_once_are_answered_in_turn(node: HostileNode) -> None:
    last = get("/eureka/apps", "Connection: close")
    with withstanding(node):
        assert statuses_of(_answer_to(node, GET * 999 + last)) == [200] * 1000


def _answer_to(node: HostileNode, sent: bytes) -> bytes:
    with node.dial() as connection:
        connection.sendall(sent)
        return rest_of(connection)


def test_more_requests_than_are_read_at_once_do_not_grow_in_memory(node: HostileNode) -> None:
    with withstanding(node), node.dial(timeout_s=1.0) as connection:
        for _ in range(200):
            try:
                connection.sendall(GET * 1000)  # nothing of what it asks for is read
            except OSError:
                break


H2C = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: A")
SWITCHES: dict[str, Callable[[], bytes]] = {
    "h2c upgrade": lambda: get(
        "/eureka/apps", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: A"
    ),
    "h2c upgrade of a POST": lambda: request(
        "POST", TARGET, JSON_TYPE, "Connection: Upgrade", "Upgrade: h2c", body=b"{"
    ),
    "websocket": lambda: get("/eureka/apps", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: A"),
}


@pytest.mark.parametrize("name", SWITCHES)
def test_no_other_protocol_is_switched_to(node: HostileNode, name: str) -> None:
    with withstanding(node):
        answer = node.ask(SWITCHES[name]() + post("/eureka/apps", b"") + GET)
        assert_no_fault(answer)
        assert b"101 Switching" not in answer
        assert len(statuses_of(answer)) == 3


def test_a_body_that_was_asked_for_and_never_sent_keeps_nobody_waiting(node: HostileNode) -> None:
    expecting = request("POST", TARGET, JSON_TYPE, "Expect: 100-continue", "Content-Length: 100")
    with withstanding(node), ExitStack() as stack:
        connections = dialled(node, MANY, stack)
        for connection in connections:
            connection.sendall(expecting)
        time.sleep(2.5)
        assert open_ones(connections) == 0
