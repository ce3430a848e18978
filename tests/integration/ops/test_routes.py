from __future__ import annotations

import pytest

from tests.integration.ops.operated_node import OperatedNode

PATHS = ("/", "/lastn", "/health/live", "/health/ready", "/metrics", "/ops/self-preservation", "/ops/static/status.css")


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(path: str) -> None:
    node = OperatedNode()
    got, headed = node.get(path), node.client.simulate_head(path)
    assert headed.status_code == got.status_code == 200
    assert headed.content == b""
    assert headed.headers == got.headers


@pytest.mark.parametrize("path", PATHS[1:])
def test_a_trailing_slash_changes_nothing(path: str) -> None:
    assert OperatedNode().get(path + "/").status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/ops", "/ops/static/../secret", "/health", "/lastn/x"])
def test_an_unknown_path_is_not_found_without_a_body(path: str) -> None:
    result = OperatedNode().get(path)
    assert (result.status_code, result.content) == (404, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_can_be_changed_here(path: str, method: str) -> None:
    result = OperatedNode().client.simulate_request(method, path)
    assert (result.status_code, result.content) == (405, b"")
    assert result.headers["allow"] == "GET, HEAD, OPTIONS"


def test_the_stylesheet_is_css() -> None:
    result = OperatedNode().get("/ops/static/status.css")
    assert result.headers["content-type"] == "text/css; charset=utf-8"
    assert result.headers["x-content-type-options"] == "nosniff"
    assert "prefers-color-scheme: dark" in result.text
    assert "url(" not in result.text
    assert "@import" not in result.text
