from __future__ import annotations

import logging

import pytest

from eureka_py.config import Config, EvictionConfig, PreservationConfig
from eureka_py.config.settings import GLOBAL, PER_LEASE
from eureka_py.model import InstanceKey, LeaseInfo
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry


def key_of(number: int) -> InstanceKey:
    return an_instance("ORDERS", f"i-{number}").key()


def a_registry_with(
    clock: FakeClock, count: int, *, arithmetic: str, enabled: bool = True, initial: int = 0, duration_s: int = 90
) -> PeerAwareInstanceRegistry:
    preservation = PreservationConfig(arithmetic=arithmetic, enabled=enabled, initial_expected_clients=initial)
    registry = a_registry(Config(preservation=preservation), clock=clock)
    for number in range(count):
        terms = LeaseInfo(duration_in_secs=duration_s)
        registry.register(an_instance("ORDERS", f"i-{number}", lease_info=terms))
    return registry


def live(registry: PeerAwareInstanceRegistry, clock: FakeClock, *, renewing: int, minutes: int) -> None:
    """Let time pass while the first `renewing` instances renew every 30 seconds."""
    for _ in range(2 * minutes):
        clock.advance(seconds=30)
        for number in range(renewing):
            registry.renew(key_of(number))


def seen_and_needed(registry: PeerAwareInstanceRegistry) -> tuple[int, int]:
    judgement = registry.preservation().state.judgement
    return judgement.seen, judgement.needed


@pytest.mark.parametrize(
    ("initial", "clients", "enabled"), [(1, 1, False), (1, 5, False), (1, 6, True), (0, 1, True), (0, 5, True)]
)
def test_e2_spring_expects_one_client_that_is_not_there(
    clock: FakeClock, initial: int, clients: int, enabled: bool
) -> None:
    registry = a_registry_with(clock, clients, arithmetic=GLOBAL, initial=initial)
    live(registry, clock, renewing=clients, minutes=2)
    assert seen_and_needed(registry) == (2 * clients, int((clients + initial) * 1.7) + 1)
    assert registry.is_lease_expiration_enabled() is enabled


def test_e3_at_the_threshold_nothing_expires_beyond_it_everything(clock: FakeClock) -> None:
    registry = a_registry_with(clock, 50, arithmetic=GLOBAL, initial=1)
    clock.advance(seconds=61)
    for number in range(43):
        registry.renew(key_of(number))
        registry.renew(key_of(number))
    assert seen_and_needed(registry) == (86, 87)
    assert not registry.is_lease_expiration_enabled()
    registry.renew(key_of(0))
    assert registry.is_lease_expiration_enabled()


def test_e4_in_the_first_minute_nothing_expires_globally(clock: FakeClock) -> None:
    registry = a_registry_with(clock, 10, arithmetic=GLOBAL, duration_s=20)
    live(registry, clock, renewing=9, minutes=0)
    clock.advance(seconds=59)
    assert registry.evict() == 0
    assert not registry.is_lease_expiration_enabled()


@pytest.mark.parametrize("arithmetic", [GLOBAL, PER_LEASE])
def test_e5_without_preservation_the_limit_still_holds(clock: FakeClock, arithmetic: str) -> None:
    registry = a_registry_with(clock, 100, arithmetic=arithmetic, enabled=False)
    clock.advance(seconds=91)
    assert registry.is_lease_expiration_enabled()
    assert registry.evict() == 15


@pytest.mark.parametrize("arithmetic", [GLOBAL, PER_LEASE])
def test_a_few_dead_instances_are_evicted_while_the_others_renew(clock: FakeClock, arithmetic: str) -> None:
    registry = a_registry_with(clock, 20, arithmetic=arithmetic)
    live(registry, clock, renewing=18, minutes=2)
    assert registry.evict() == 2
    assert registry.preservation().state.judgement.expected == (36 if arithmetic == GLOBAL else 18)


@pytest.mark.parametrize("arithmetic", [GLOBAL, PER_LEASE])
def test_when_many_fall_silent_at_once_no_one_is_evicted_until_they_are_back(
    clock: FakeClock, arithmetic: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    registry = a_registry_with(clock, 20, arithmetic=arithmetic)
    live(registry, clock, renewing=20, minutes=2)
    assert registry.is_lease_expiration_enabled()
    live(registry, clock, renewing=10, minutes=60)
    assert registry.evict() == 0
    assert not registry.is_lease_expiration_enabled()
    live(registry, clock, renewing=20, minutes=1)
    assert registry.is_lease_expiration_enabled()
    assert registry.evict() == 0
    switched = [record.levelname for record in caplog.records if "self-preservation" in record.getMessage()]
    assert switched[-2:] == ["WARNING", "INFO"]


def test_e6_to_e8_recounts_reach_the_arithmetic(clock: FakeClock) -> None:
    registry = a_registry_with(clock, 44, arithmetic=GLOBAL, initial=7)  # 51 expected, 44 there
    registry.recount_leases()
    assert seen_and_needed(registry)[1] == 74 + 1
    registry = a_registry_with(clock, 43, arithmetic=GLOBAL, initial=8)
    registry.recount_leases()
    assert seen_and_needed(registry)[1] == 86 + 1
    registry = a_registry_with(clock, 0, arithmetic=GLOBAL, initial=51, enabled=False)
    registry.recount_leases()
    assert seen_and_needed(registry)[1] == 0 + 1


def test_e9_cancelled_instances_are_no_longer_expected(clock: FakeClock) -> None:
    registry = a_registry_with(clock, 51, arithmetic=GLOBAL)
    for number in range(5):
        registry.cancel(key_of(number))
        registry.cancel(key_of(number))
    assert registry.preservation().state.judgement.expected == 2 * 46
    assert seen_and_needed(registry)[1] == 78 + 1


def test_registering_again_does_not_raise_what_is_expected(clock: FakeClock) -> None:
    registry = a_registry_with(clock, 10, arithmetic=GLOBAL)
    for _ in range(5):
        registry.register(an_instance("ORDERS", "i-0"))
    registry.update_metadata(key_of(0), {"color": "blue"})
    assert registry.preservation().state.judgement.expected == 20


def test_the_report_says_what_is_held_back(clock: FakeClock) -> None:
    registry = a_registry_with(clock, 10, arithmetic=PER_LEASE)
    clock.advance(seconds=60)
    for number in range(5):
        registry.renew(key_of(number))
    clock.advance(seconds=35)
    registry.register(an_instance("ORDERS", "i-9"))
    report = registry.preservation()
    assert report.arithmetic == PER_LEASE
    assert report.state.is_active
    assert (report.state.judgement.expected, report.state.judgement.seen, report.state.judgement.needed) == (10, 6, 8)
    assert report.renewals_last_minute == 5
    assert report.expected_renewals_per_minute == 20
    assert {one.key for one in report.expired} == {key_of(number) for number in range(5, 9)}
    assert {one.overdue_ms for one in report.expired} == {5_000}
    assert report.evictable_now == 0


def test_the_report_says_what_the_next_sweep_would_take(clock: FakeClock) -> None:
    registry = a_registry_with(clock, 20, arithmetic=PER_LEASE, enabled=False)
    clock.advance(seconds=50)
    registry.register(an_instance("ORDERS", "i-99"))
    clock.advance(seconds=41)
    report = registry.preservation()
    assert len(report.expired) == 20
    assert report.evictable_now == registry.evict() == 4


def test_the_longest_overdue_is_reported_first(clock: FakeClock) -> None:
    registry = a_registry(Config(eviction=EvictionConfig(limited=False)), clock=clock)
    for number in range(3):
        registry.register(an_instance("ORDERS", f"i-{number}"))
        clock.advance(seconds=10)
    registry.renew(key_of(0))
    clock.advance(seconds=200)
    overdue = [(one.key, one.overdue_ms) for one in registry.preservation().expired]
    assert overdue == [(key_of(1), 130_000), (key_of(2), 120_000), (key_of(0), 20_000)]
