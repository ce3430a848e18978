from __future__ import annotations

import pytest

from eureka_py.admission.fetch_limit import FetchLimit, FetchVerdict, Target, target_of
from eureka_py.config import RateLimiterConfig


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/eureka/apps", Target.FULL_FETCH),
        ("/eureka/v2/apps/", Target.FULL_FETCH),
        ("/eureka/apps/delta", Target.DELTA_FETCH),
        ("/eureka/apps/ORDERS", Target.APPLICATION),
        ("/eureka/apps/ORDERS/i-1", Target.OTHER),
        ("/eureka/vips/orders", Target.OTHER),
        ("/health/live", Target.OTHER),
    ],
)
def test_what_is_read_follows_from_the_path(path: str, target: Target) -> None:
    assert target_of("GET", path) is target
    assert target_of("HEAD", path) is target
    assert target_of("POST", path) is Target.OTHER


@pytest.mark.parametrize("path", ["/eureka//apps", "/eureka/apps//", "//eureka/apps", "/eureka/\n/apps"])
def test_odd_spellings_are_no_way_around(path: str) -> None:
    assert target_of("GET", path) is Target.FULL_FETCH


def test_full_fetches_count_in_both_buckets() -> None:
    limit = FetchLimit(
        RateLimiterConfig(enabled=True, burst_size=2, registry_fetch_average_rate=1, full_fetch_average_rate=1)
    )
    assert limit.judge("GET", "/eureka/apps", None, 1000) is FetchVerdict.GRANTED
    assert limit.judge("GET", "/eureka/apps/delta", None, 1000) is FetchVerdict.GRANTED
    assert limit.judge("GET", "/eureka/apps/delta", None, 1000) is FetchVerdict.REFUSED
    assert limit.judge("GET", "/eureka/apps", None, 1000) is FetchVerdict.REFUSED
    assert limit.judge("GET", "/eureka/apps/ORDERS/i-1", None, 1000) is FetchVerdict.GRANTED
