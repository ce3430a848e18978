"""The judge sees what it is there to see."""

from __future__ import annotations

import socket

import pytest

from tests.hostile.judge import assert_no_fault, assert_refused, remove_all_but_the_witness, withstanding
from tests.hostile.node import HostileNode
from tests.hostile.requests import registration


def test_what_is_stored_is_seen(node: HostileNode) -> None:
    with pytest.raises(AssertionError, match="State"), withstanding(node):
        assert node.ask(registration()).startswith(b"HTTP/1.1 204 ")
    remove_all_but_the_witness(node)


def test_what_may_be_stored_is_removed(node: HostileNode) -> None:
    with withstanding(node, may_store=True):
        assert node.ask(registration()).startswith(b"HTTP/1.1 204 ")
    assert node.state().instances == 1


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 500 Oh\r\n\r\n", b"HTTP/1.1 204 No\r\n\r\n"])
def test_no_other_answer_counts_as_a_refusal(answer: bytes) -> None:
    with pytest.raises(AssertionError):
        assert_refused(b"HTTP/1.1 400 Bad\r\n\r\n" + answer)


def test_a_fault_is_no_answer() -> None:
    with pytest.raises(AssertionError):
        assert_no_fault(b"HTTP/1.1 500 Oh\r\n\r\n")


def test_a_node_that_answers_nobody_is_seen() -> None:
    deaf = HostileNode("server.request_timeout_s=1")
    try:
        with pytest.raises((AssertionError, OSError)), withstanding(deaf):
            deaf.server.kill()
    finally:
        deaf.server.kill()


def test_an_end_of_what_is_sent_does_not_end_what_is_answered(node: HostileNode) -> None:
    with node.dial() as connection:
        connection.sendall(b"GET /eureka/healthcheck HTTP/1.1\r\nHost: e\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
