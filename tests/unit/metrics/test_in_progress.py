from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from eureka_py.metrics.in_progress import RequestsInProgress
from tests.unit.metrics.scrape import Scraped

NAME = "eureka_http_requests_in_progress"


def start_response(status: str, headers: list[tuple[str, str]]) -> None:
    """Take the head of an answer."""


def test_a_request_counts_while_it_is_answered() -> None:
    metrics = RequestsInProgress(threads=8)
    seen = []

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        seen.append(Scraped(metrics).value(NAME))
        return [b"answer"]

    assert metrics.around(metrics.around(app))({}, start_response) == [b"answer"]
    assert seen == [2]
    assert Scraped(metrics).value(NAME) == 0
    assert Scraped(metrics).value("eureka_http_threads") == 8


def test_a_request_that_fails_counts_no_longer() -> None:
    metrics = RequestsInProgress(threads=8)

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raise LookupError

    with pytest.raises(LookupError):
        metrics.around(app)({}, start_response)
    assert Scraped(metrics).value(NAME) == 0
