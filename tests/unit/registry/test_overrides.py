from __future__ import annotations

import pytest

from eureka_py.model import DEFAULT_SCOPE, InstanceKey, InstanceStatus
from eureka_py.registry.overrides import Overrides
from eureka_py.testing import FakeClock

OUT, DOWN, UNKNOWN = InstanceStatus.OUT_OF_SERVICE, InstanceStatus.DOWN, InstanceStatus.UNKNOWN
KEY = InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-1")
SAME_ID_ELSEWHERE = [InstanceKey(DEFAULT_SCOPE, "BILLING", "i-1"), InstanceKey("uat", "ORDERS", "i-1")]


def overrides_of(clock: FakeClock, *, lifetime_s: int = 0) -> Overrides:
    return Overrides(lifetime_s=lifetime_s, clock=clock)


@pytest.mark.parametrize("other", SAME_ID_ELSEWHERE)
def test_an_override_belongs_to_one_application_not_to_an_id(clock: FakeClock, other: InstanceKey) -> None:
    overrides = overrides_of(clock)
    overrides.put(KEY, OUT)
    assert overrides.get(KEY) is OUT
    assert overrides.get(other) is None
    assert overrides.remove(other) is None
    assert overrides.snapshot() == {KEY: OUT}


def test_the_last_override_holds(clock: FakeClock) -> None:
    overrides = overrides_of(clock)
    overrides.put(KEY, OUT)
    overrides.put(KEY, DOWN)
    assert overrides.get(KEY) is DOWN


def test_removing_tells_what_was_removed(clock: FakeClock) -> None:
    overrides = overrides_of(clock)
    overrides.put(KEY, OUT)
    assert overrides.remove(KEY) is OUT
    assert overrides.remove(KEY) is None
    assert overrides.get(KEY) is None


def test_an_override_is_adopted_only_where_there_is_none(clock: FakeClock) -> None:
    overrides = overrides_of(clock)
    overrides.adopt(KEY, UNKNOWN)
    assert overrides.get(KEY) is None
    overrides.adopt(KEY, OUT)
    overrides.adopt(KEY, DOWN)
    assert overrides.get(KEY) is OUT


def test_an_override_lasts_as_long_as_its_lease_used_or_not(clock: FakeClock) -> None:
    overrides = overrides_of(clock)
    overrides.put(KEY, OUT)
    clock.advance(seconds=7 * 86_400)
    overrides.sweep()
    assert overrides.get(KEY) is OUT


def test_without_a_lifetime_it_goes_with_the_evicted_lease(clock: FakeClock) -> None:
    overrides = overrides_of(clock)
    overrides.put(KEY, OUT)
    overrides.lease_evicted(KEY)
    assert overrides.snapshot() == {}


def test_with_a_lifetime_it_outlives_the_evicted_lease_by_that(clock: FakeClock) -> None:
    overrides = overrides_of(clock, lifetime_s=600)
    overrides.put(KEY, OUT)
    overrides.lease_evicted(KEY)
    clock.advance(seconds=600, ms=-1)
    overrides.sweep()
    assert overrides.get(KEY) is OUT
    clock.advance(ms=1)
    overrides.sweep()
    assert overrides.snapshot() == {}


def test_an_instance_that_comes_back_in_time_keeps_it_for_good(clock: FakeClock) -> None:
    overrides = overrides_of(clock, lifetime_s=600)
    overrides.put(KEY, OUT)
    overrides.lease_evicted(KEY)
    clock.advance(seconds=599)
    overrides.adopt(KEY, UNKNOWN)
    clock.advance(seconds=86_400)
    overrides.sweep()
    assert overrides.get(KEY) is OUT


def test_an_instance_that_comes_back_too_late_finds_none_even_before_the_sweep(clock: FakeClock) -> None:
    overrides = overrides_of(clock, lifetime_s=600)
    overrides.put(KEY, OUT)
    overrides.lease_evicted(KEY)
    clock.advance(seconds=600)
    assert overrides.snapshot() == {}
    overrides.adopt(KEY, UNKNOWN)
    assert overrides.get(KEY) is None


def test_what_is_set_anew_does_not_end_with_the_lifetime_of_before(clock: FakeClock) -> None:
    overrides = overrides_of(clock, lifetime_s=600)
    overrides.put(KEY, OUT)
    overrides.lease_evicted(KEY)
    overrides.put(KEY, DOWN)
    clock.advance(seconds=600)
    overrides.sweep()
    assert overrides.get(KEY) is DOWN


def test_an_evicted_lease_without_an_override_leaves_nothing(clock: FakeClock) -> None:
    overrides = overrides_of(clock, lifetime_s=600)
    overrides.lease_evicted(KEY)
    assert overrides.snapshot() == {}


def test_a_snapshot_stays_as_it_is(clock: FakeClock) -> None:
    overrides = overrides_of(clock)
    overrides.put(KEY, OUT)
    snapshot = overrides.snapshot()
    overrides.remove(KEY)
    assert snapshot == {KEY: OUT}
