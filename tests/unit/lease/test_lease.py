from __future__ import annotations

import pytest

from eureka_py.clock import NS_PER_MS, NS_PER_S
from eureka_py.lease import Lease
from eureka_py.model import LeaseInfo
from eureka_py.testing import FakeClock


def a_lease(clock: FakeClock, *, duration_s: int = 90, interval_s: int = 30) -> Lease[str]:
    return Lease("holder", duration_s=duration_s, interval_s=interval_s, clock=clock)


def test_a_lease_that_is_never_renewed_lasts_one_duration(clock: FakeClock) -> None:
    lease = a_lease(clock)
    clock.advance(seconds=90)
    assert not lease.is_expired()
    clock.advance(ms=1)
    assert lease.is_expired()


def test_a_renewed_lease_lasts_two_durations(clock: FakeClock) -> None:
    lease = a_lease(clock)
    clock.advance(seconds=60)
    lease.renew()
    clock.advance(seconds=180)
    assert not lease.is_expired()
    clock.advance(ms=1)
    assert lease.is_expired()


def test_e11_a_lease_of_30_s_renewed_at_15_s_ends_at_75_s(clock: FakeClock) -> None:
    renewed, silent = a_lease(clock, duration_s=30), a_lease(clock, duration_s=30)
    clock.advance(seconds=15)
    renewed.renew()
    clock.advance(seconds=15)
    assert not silent.is_expired()
    clock.advance(ms=1)
    assert silent.is_expired()
    clock.advance(seconds=45, ms=-1)
    assert not renewed.is_expired()
    clock.advance(ms=1)
    assert renewed.is_expired()


def test_even_an_expired_lease_can_be_renewed(clock: FakeClock) -> None:
    lease = a_lease(clock)
    clock.advance(seconds=1_000)
    lease.renew()
    assert not lease.is_expired()


def test_additional_time_is_granted_on_top(clock: FakeClock) -> None:
    lease = a_lease(clock)
    clock.advance(seconds=100)
    assert lease.is_expired(additional_ns=10 * NS_PER_S - 1)
    assert not lease.is_expired(additional_ns=10 * NS_PER_S)


def test_overdue_is_negative_until_the_lease_expires(clock: FakeClock) -> None:
    lease = a_lease(clock)
    assert lease.overdue_ns() == -90 * NS_PER_S
    clock.advance(seconds=90, ms=5)
    assert lease.overdue_ns() == 5 * NS_PER_MS
    assert lease.overdue_ns(additional_ns=5 * NS_PER_MS) == 0


def test_a_cancelled_lease_is_expired_at_once_and_the_first_cancel_counts(clock: FakeClock) -> None:
    lease = a_lease(clock)
    lease.cancel()
    ended_at_ms = clock.wall_ms()
    clock.advance(seconds=5)
    lease.cancel()
    assert lease.is_expired()
    assert lease.is_expired(additional_ns=10**18)
    assert lease.evicted_at_ms == ended_at_ms


def test_the_first_service_up_counts(clock: FakeClock) -> None:
    lease = a_lease(clock)
    assert lease.service_up_at_ms == 0
    clock.advance(seconds=5)
    lease.service_up()
    up_at_ms = clock.wall_ms()
    clock.advance(seconds=5)
    lease.service_up()
    assert lease.service_up_at_ms == up_at_ms


@pytest.mark.parametrize("seconds", [-1_000_000_000, -86_400, 86_400, 1_000_000_000])
def test_a_jump_of_the_wall_clock_ends_no_lease(clock: FakeClock, seconds: float) -> None:
    lease = a_lease(clock)
    clock.jump_wall(seconds=seconds)
    assert not lease.is_expired()
    lease.renew()
    clock.jump_wall(seconds=-2 * seconds)
    assert not lease.is_expired()
    clock.advance(seconds=180, ms=1)
    assert lease.is_expired()


def test_a_renewal_is_shown_at_its_real_time_not_one_duration_ahead(clock: FakeClock) -> None:
    lease = a_lease(clock)
    assert lease.renewed_at_ms() == lease.registered_at_ms == clock.wall_ms()
    clock.advance(seconds=20)
    lease.renew()
    clock.advance(seconds=10)
    assert lease.renewed_at_ms() == clock.wall_ms() - 10_000


def test_a_renewal_is_shown_in_the_time_of_the_registration_whatever_the_wall_clock_does(clock: FakeClock) -> None:
    lease = a_lease(clock)
    clock.jump_wall(seconds=-3_600)
    clock.advance(seconds=20)
    lease.renew()
    assert lease.renewed_at_ms() == lease.registered_at_ms + 20_000


def test_missed_renewals_are_whole_intervals_of_silence(clock: FakeClock) -> None:
    lease = a_lease(clock, interval_s=10)
    counts = []
    for seconds in (0, 9.999, 0.001, 10):
        clock.advance(seconds=seconds)
        counts.append(lease.missed_renewals())
    lease.renew()
    assert [*counts, lease.missed_renewals()] == [0, 0, 1, 2, 0]


@pytest.mark.parametrize("duration_s", [3_000_000, 10_000_000, 2**31 - 1])
def test_a_long_lease_does_not_overflow(clock: FakeClock, duration_s: int) -> None:
    lease = a_lease(clock, duration_s=duration_s)
    clock.advance(seconds=duration_s)
    assert not lease.is_expired()
    clock.advance(ms=1)
    assert lease.is_expired()


@pytest.mark.parametrize("term_s", [0, -1, -90])
def test_terms_that_are_not_positive_count_as_the_defaults(clock: FakeClock, term_s: int) -> None:
    lease = a_lease(clock, duration_s=term_s, interval_s=term_s)
    assert lease.info().duration_in_secs == 90
    assert lease.info().renewal_interval_in_secs == 30
    assert lease.missed_renewals() == 0
    assert not lease.is_expired()


def test_the_info_has_terms_and_times(clock: FakeClock) -> None:
    lease = a_lease(clock, duration_s=40, interval_s=15)
    registered_at_ms = clock.wall_ms()
    clock.advance(seconds=1)
    lease.service_up()
    clock.advance(seconds=1)
    lease.renew()
    clock.advance(seconds=1)
    lease.cancel()
    assert lease.info() == LeaseInfo(
        renewal_interval_in_secs=15,
        duration_in_secs=40,
        registration_timestamp=registered_at_ms,
        service_up_timestamp=registered_at_ms + 1_000,
        last_renewal_timestamp=registered_at_ms + 2_000,
        eviction_timestamp=registered_at_ms + 3_000,
    )
