from __future__ import annotations

import pytest

from eureka_py.admission import RefusalReason
from eureka_py.admission.fetch_limit import Target
from eureka_py.metrics.fetch_limit import FetchLimitMetrics
from tests.unit.admission.outcomes import an_outcome
from tests.unit.metrics.scrape import Scraped

NAME = "eureka_fetches_over_limit_total"


def test_candidates_are_counted_by_what_they_read() -> None:
    metrics = FetchLimitMetrics()
    metrics.on_candidate(Target.FULL_FETCH)
    scraped = Scraped(metrics)
    assert scraped.value(NAME, target="full", verdict="candidate") == 1
    assert scraped.total(NAME) == 1


@pytest.mark.parametrize(
    ("path", "target"),
    [("/eureka/apps", "full"), ("/eureka/apps/delta", "delta"), ("/eureka/apps/ORDERS", "application")],
)
def test_refused_reads_are_counted_by_what_they_read(path: str, target: str) -> None:
    metrics = FetchLimitMetrics()
    metrics.on_outcome(an_outcome(path=path, route="", status=503, refusal=RefusalReason.FETCH_RATE))
    scraped = Scraped(metrics)
    assert scraped.value(NAME, target=target, verdict="refused") == 1
    assert scraped.total(NAME) == 1


def test_other_requests_are_not_counted() -> None:
    metrics = FetchLimitMetrics()
    metrics.on_outcome(an_outcome())
    metrics.on_outcome(an_outcome(status=429, refusal=RefusalReason.REQUEST_RATE))
    assert Scraped(metrics).total(NAME) == 0
