from __future__ import annotations

from random import Random

import pytest

from eureka_py.clock import NS_PER_S
from eureka_py.config import Config, EvictionConfig, PreservationConfig
from eureka_py.lease import Lease
from eureka_py.registry.lease_expiration import KeyedLease, LeaseExpiration
from eureka_py.testing import FakeClock, an_instance


def leases_of(clock: FakeClock, count: int) -> list[KeyedLease]:
    instances = [an_instance("ORDERS", f"i-{number}") for number in range(count)]
    return [(one.key(), Lease(one, duration_s=90, interval_s=30, clock=clock)) for one in instances]


def expiration_of(clock: FakeClock, *, enabled: bool = True, limited: bool = True) -> LeaseExpiration:
    config = Config(preservation=PreservationConfig(enabled=enabled), eviction=EvictionConfig(limited=limited))
    return LeaseExpiration(config, clock=clock, random=Random(0))


@pytest.mark.parametrize(
    ("enabled", "limited", "chosen"), [(True, True, 0), (True, False, 0), (False, True, 3), (False, False, 20)]
)
def test_preservation_and_the_limit_decide_how_many_are_chosen(
    clock: FakeClock, enabled: bool, limited: bool, chosen: int
) -> None:
    expiration, leases = expiration_of(clock, enabled=enabled, limited=limited), leases_of(clock, 20)
    clock.advance(seconds=91)
    assert len(expiration.choose(leases, 0, 0)) == chosen
    assert expiration.report(leases, 0).evictable_now == chosen


def test_only_expired_leases_are_chosen(clock: FakeClock) -> None:
    expiration, leases = expiration_of(clock, enabled=False, limited=False), leases_of(clock, 20)
    clock.advance(seconds=60)
    for _, lease in leases[:15]:
        lease.renew()
    clock.advance(seconds=31)
    assert sorted(expiration.choose(leases, 0, 0)) == sorted(leases[15:], key=lambda one: one[0])
    assert expiration.choose(leases, 0, NS_PER_S) == []


def test_renewals_are_counted_over_the_last_minute(clock: FakeClock) -> None:
    expiration = expiration_of(clock)
    clock.advance(seconds=60)
    for _ in range(3):
        expiration.lease_renewed_locked()
    assert expiration.renewals_last_minute_locked() == 3


def test_nothing_to_judge_is_nothing_to_preserve(clock: FakeClock) -> None:
    report = expiration_of(clock).report([], 0)
    assert not report.state.is_active
    assert (report.expired, report.evictable_now, report.expected_renewals_per_minute) == ((), 0, 0)
