from __future__ import annotations

from collections.abc import Sequence

import pytest

from eureka_py.admission import Admission, Admitted, Refusal, RefusalReason
from eureka_py.admission.token_bucket import TokenBucket
from eureka_py.config import Config, RateLimiterConfig
from eureka_py.testing import FakeClock
from tests.unit.admission.heads import Head

SECOND_MS, MINUTE_MS = 1_000, 60_000


class Limited:
    """A node whose limit lets two reads through at once, and one more each second."""

    def __init__(self, *, enabled: bool = True, throttle: bool = False, privileged: Sequence[str] = ()) -> None:
        self.candidates = 0
        config = RateLimiterConfig(
            enabled=enabled,
            throttle_standard_clients=throttle,
            privileged_clients=tuple(privileged),
            burst_size=2,
            registry_fetch_average_rate=1,
            full_fetch_average_rate=1,
        )
        self._admission = Admission(
            Config(rate_limiter=config),
            clock=FakeClock(),
            authenticator=None,
            public_paths=(),
            is_serving=lambda: True,
            on_candidate=self._count,
        )

    def _count(self, target: object) -> None:
        self.candidates += 1

    def read(self, path: str, client_name: str) -> Admitted | Refusal:
        return self._admission.admit(Head(path=path, headers={"DiscoveryIdentity-Name": client_name}))

    def statuses(self, path: str, client_name: str, times: int) -> list[int]:
        verdicts = [self.read(path, client_name) for _ in range(times)]
        return [verdict.status if isinstance(verdict, Refusal) else 200 for verdict in verdicts]


def test_privileged_clients_are_always_served() -> None:
    """FI-01."""
    node = Limited(privileged=["PythonClient"])
    for _ in range(5):
        assert node.statuses("/eureka/v2/apps", "PythonClient", 1) == [200]
        assert node.statuses("/eureka/v2/apps/delta", "DefaultClient", 1) == [200]
        assert node.statuses("/eureka/v2/apps/myapp", "DefaultServer", 1) == [200]
        assert node.statuses("/eureka/v2/apps", "Jersey3DefaultClient", 1) == [200]


def test_standard_clients_can_be_throttled() -> None:
    """FI-02."""
    node = Limited(throttle=True)
    assert node.statuses("/eureka/v2/apps", "DefaultClient", 3) == [200, 200, 503]


def test_other_clients_are_shed() -> None:
    """FI-03."""
    node = Limited()
    assert node.statuses("/eureka/v2/apps", "CustomClient", 3) == [200, 200, 503]
    refusal = node.read("/eureka/v2/apps", "CustomClient")
    assert isinstance(refusal, Refusal)
    assert refusal.reason is RefusalReason.FETCH_RATE


def test_a_limit_that_is_off_counts_whom_it_would_refuse() -> None:
    """FI-04."""
    node = Limited(enabled=False)
    assert node.statuses("/eureka/v2/apps", "CustomClient", 3) == [200, 200, 200]
    assert node.candidates == 1


@pytest.mark.parametrize("period_ms", [SECOND_MS, MINUTE_MS])
def test_an_even_load_is_always_within_the_rate(period_ms: int) -> None:
    """FI-08."""
    bucket = TokenBucket(2, 10, period_ms)
    assert all(bucket.acquire(1_000_000 + number * period_ms // 10) for number in range(1_000))


@pytest.mark.parametrize("period_ms", [SECOND_MS, MINUTE_MS])
def test_bursts_are_cut(period_ms: int) -> None:
    """FI-09."""
    bucket, began = TokenBucket(2, 10, period_ms), 1_000_000
    scale = period_ms // SECOND_MS
    assert [bucket.acquire(began) for _ in range(3)] == [True, True, False]
    assert [bucket.acquire(began + 150 * scale) for _ in range(2)] == [True, False]
    assert bucket.acquire(began + 200 * scale)
