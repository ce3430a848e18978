from __future__ import annotations

import math
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eureka_py.admission import RefusalReason
from eureka_py.metrics.labels import CLIENTS, METHODS
from eureka_py.metrics.requests import BOUNDS_S, RequestMetrics
from tests.unit.admission.outcomes import an_outcome
from tests.unit.metrics.scrape import Scraped

DURATION = "eureka_http_request_duration_seconds"


def counted(*outcomes: dict[str, Any]) -> Scraped:
    metrics = RequestMetrics()
    for fields in outcomes:
        metrics.on_outcome(an_outcome(**fields))
    return Scraped(metrics)


def test_requests_are_counted_by_route_method_and_status() -> None:
    scraped = counted({}, {}, {"status": 404}, {"method": "POST"})
    for method, status, count in (("GET", "200", 2), ("GET", "404", 1), ("POST", "200", 1)):
        labels = {"route": "/apps/{app_name}", "method": method, "status": status}
        assert scraped.value("eureka_http_requests_total", **labels) == count


def test_a_path_of_no_route_is_unmatched() -> None:
    scraped = counted({"route": "", "path": "/wp-admin", "status": 404})
    assert scraped.value("eureka_http_requests_total", route="unmatched", method="GET", status="404") == 1


def test_a_method_that_nobody_knows_is_other() -> None:
    scraped = counted({"method": "BREW"}, {"method": "get"})
    assert scraped.total("eureka_http_requests_total", method="other") == 2


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("DefaultClient", "DefaultClient"),
        ("DefaultServer", "DefaultServer"),
        ("Jersey3DefaultClient", "Jersey3DefaultClient"),
        ("", "none"),
        ("defaultclient", "other"),
        ("my-client", "other"),
    ],
)
def test_clients_are_counted_by_kind(name: str, label: str) -> None:
    assert counted({"client_name": name}).value("eureka_http_client_requests_total", client=label) == 1


@pytest.mark.parametrize(
    ("status", "refusal", "outcome"),
    [
        (200, None, "ok"),
        (304, None, "ok"),
        (404, None, "client_error"),
        (500, None, "server_error"),
        (503, RefusalReason.NOT_READY, "refused"),
        (429, RefusalReason.REQUEST_RATE, "refused"),
    ],
)
def test_durations_are_told_by_how_it_ended(status: int, refusal: RefusalReason | None, outcome: str) -> None:
    scraped = counted({"status": status, "refusal": refusal})
    assert scraped.value(f"{DURATION}_count", route="/apps/{app_name}", method="GET", outcome=outcome) == 1


def test_a_duration_is_in_its_bucket_and_in_all_above() -> None:
    scraped = counted({"duration_ns": 5_000_000}, {"duration_ns": 5_000_001}, {"duration_ns": 11_000_000_000})
    labels = {"route": "/apps/{app_name}", "method": "GET", "outcome": "ok"}
    expected = {"0.0025": 0, "0.005": 1, "0.01": 2, "10.0": 2, "+Inf": 3}
    assert {le: scraped.value(f"{DURATION}_bucket", le=le, **labels) for le in expected} == expected
    assert scraped.value(f"{DURATION}_sum", **labels) == pytest.approx(11.010000001)


def test_buckets_never_fall() -> None:
    scraped = counted(*({"duration_ns": round(bound * 1e9)} for bound in BOUNDS_S))
    buckets = [one.value for one in scraped.samples if one.name == f"{DURATION}_bucket"]
    assert buckets == sorted(buckets)
    assert len(buckets) == len(BOUNDS_S) + 1


def test_bytes_of_answers_are_added_up() -> None:
    scraped = counted({"response_bytes": 100}, {"response_bytes": 50, "status": 404})
    assert scraped.value("eureka_http_response_bytes_total", route="/apps/{app_name}", method="GET") == 150


def test_each_reason_of_a_refusal_is_there_from_the_start() -> None:
    scraped = counted({"refusal": RefusalReason.FORBIDDEN, "status": 403})
    counts = {reason: scraped.value("eureka_http_refusals_total", reason=reason.value) for reason in RefusalReason}
    assert counts == {reason: float(reason is RefusalReason.FORBIDDEN) for reason in RefusalReason}


def test_threads_lose_no_request() -> None:
    metrics = RequestMetrics()

    def send() -> None:
        for _ in range(2_000):
            metrics.on_outcome(an_outcome())

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Scraped(metrics).total("eureka_http_requests_total") == 8_000


REFUSALS = st.none() | st.sampled_from(RefusalReason)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "method": st.text(max_size=20) | st.sampled_from(sorted(METHODS)),
                "path": st.text(),
                "route": st.sampled_from(["", "/apps", "/apps/{app_name}"]),
                "status": st.sampled_from([200, 404, 503]),
                "address": st.text(),
                "principal": st.text(),
                "request_id": st.text(),
                "client_name": st.text(max_size=20) | st.sampled_from(sorted(CLIENTS)),
                "duration_ns": st.integers(min_value=0),
                "response_bytes": st.integers(min_value=0),
                "refusal": REFUSALS,
            }
        ),
        max_size=60,
    )
)
def test_no_client_makes_a_series_of_its_own(requests: list[dict[str, Any]]) -> None:
    scraped = counted(*requests)
    allowed = {
        "route": {"unmatched", "/apps", "/apps/{app_name}"},
        "method": METHODS | {"other"},
        "status": {"200", "404", "503"},
        "outcome": {"ok", "client_error", "server_error", "refused"},
        "client": CLIENTS | {"none", "other"},
        "reason": {reason.value for reason in RefusalReason},
        "le": {*map(str, BOUNDS_S), "+Inf"},
    }
    for sample in scraped.samples:
        for name, value in sample.labels.items():
            assert value in allowed[name]
        assert math.isfinite(sample.value)
    assert scraped.total("eureka_http_requests_total") == len(requests)
    assert scraped.total(f"{DURATION}_count") == len(requests)
    assert scraped.total("eureka_http_client_requests_total") == len(requests)
