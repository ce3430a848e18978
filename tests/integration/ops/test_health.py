from __future__ import annotations

from tests.integration.ops.operated_node import OperatedNode


def test_a_process_that_answers_is_alive_even_if_it_is_not_ready() -> None:
    node = OperatedNode()
    node.is_ready = False
    result = node.get("/health/live")
    assert (result.status_code, result.json) == (200, {"status": "UP"})


def test_readiness_follows_the_node() -> None:
    node = OperatedNode()
    assert (node.get("/health/ready").status_code, node.get("/health/ready").json) == (200, {"status": "UP"})
    node.is_ready = False
    result = node.get("/health/ready")
    assert (result.status_code, result.json) == (503, {"status": "OUT_OF_SERVICE"})
    assert result.headers["content-type"] == "application/json"
    assert result.headers["cache-control"] == "no-store"
