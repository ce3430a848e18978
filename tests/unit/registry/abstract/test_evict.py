from __future__ import annotations

import logging

import pytest

from eureka_py.config import Config, EvictionConfig, PreservationConfig
from eureka_py.model import ActionType, InstanceKey, LeaseInfo
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.listener import RecordingListener
from eureka_py.testing.registry import a_registry

WITHOUT_PRESERVATION = Config(preservation=PreservationConfig(enabled=False))
WITHOUT_LIMIT = Config(preservation=PreservationConfig(enabled=False), eviction=EvictionConfig(limited=False))


def key_of(number: int) -> InstanceKey:
    return an_instance("ORDERS", f"i-{number}").key()


def registered(registry: PeerAwareInstanceRegistry, count: int, **terms: int) -> PeerAwareInstanceRegistry:
    for number in range(count):
        registry.register(an_instance("ORDERS", f"i-{number}", lease_info=LeaseInfo(**terms)))
    return registry


def size(registry: PeerAwareInstanceRegistry) -> int:
    return sum(len(application.instances) for application in registry.view().full.applications)


def test_an_expired_lease_is_evicted_and_its_end_is_a_change(
    registry: PeerAwareInstanceRegistry, listener: RecordingListener, clock: FakeClock
) -> None:
    registered(registry, 1)
    clock.advance(seconds=90, ms=1)
    assert registry.evict() == 1
    assert registry.instance(key_of(0)) is None
    assert listener.kinds == [ActionType.ADDED, ActionType.DELETED]
    assert listener.changes[-1].instance.lease_info.eviction_timestamp == clock.wall_ms()
    assert registry.recent_cancellations()[0].key == key_of(0)


def test_a_live_lease_stays(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registered(registry, 1)
    clock.advance(seconds=90)
    assert registry.evict() == 0
    assert size(registry) == 1


def test_100_dead_leases_go_sweep_by_sweep(clock: FakeClock) -> None:
    registry = registered(a_registry(WITHOUT_PRESERVATION, clock=clock), 100)
    clock.advance(seconds=91)
    sizes = [size(registry)]
    evicted = []
    while len(sizes) < 13:
        evicted.append(registry.evict())
        sizes.append(size(registry))
    assert sizes == [100, 85, 72, 61, 51, 43, 36, 30, 25, 21, 17, 14, 11]
    assert evicted == [15, 13, 11, 10, 8, 7, 6, 5, 4, 4, 3, 3]


def test_the_limit_is_a_share_of_all_leases_not_of_the_expired(clock: FakeClock) -> None:
    registry = registered(a_registry(WITHOUT_PRESERVATION, clock=clock), 20)
    clock.advance(seconds=60)
    for number in range(10):
        registry.renew(key_of(number))
    clock.advance(seconds=31)
    assert [registry.evict() for _ in range(6)] == [3, 3, 3, 1, 0, 0]
    assert size(registry) == 10


def test_without_the_limit_all_go_at_once(clock: FakeClock) -> None:
    registry = registered(a_registry(WITHOUT_LIMIT, clock=clock), 100)
    clock.advance(seconds=91)
    assert registry.evict() == 100
    assert registry.view().full.applications == ()


def test_chance_decides_which_go_first(clock: FakeClock) -> None:
    survivors = set()
    for seed in range(5):
        registry = registered(a_registry(WITHOUT_PRESERVATION, clock=FakeClock(), seed=seed), 20)
        registry = registered(a_registry(WITHOUT_PRESERVATION, clock=clock, seed=seed), 20)
        clock.advance(seconds=91)
        registry.evict()
        survivors.add(tuple(key for key in map(key_of, range(20)) if registry.cancel(key)))
    assert len(survivors) > 1


def test_additional_time_is_granted_to_every_lease(clock: FakeClock) -> None:
    registry = registered(a_registry(WITHOUT_LIMIT, clock=clock), 3)
    clock.advance(seconds=100)
    assert registry.evict(additional_lease_ms=10_000) == 0
    assert registry.evict(additional_lease_ms=9_999) == 3


def test_a_sweep_that_is_late_forgives_as_much(clock: FakeClock) -> None:
    registry = a_registry(WITHOUT_LIMIT, clock=clock)
    registry.run_eviction()
    registered(registry, 3)
    clock.advance(seconds=95)
    registry.run_eviction()  # 35 s late
    assert size(registry) == 3
    clock.advance(seconds=60)
    registry.run_eviction()
    assert size(registry) == 0


def test_a_lease_that_is_renewed_while_the_sweep_is_under_way_stays(clock: FakeClock) -> None:
    registry = registered(a_registry(WITHOUT_LIMIT, clock=clock), 2)

    class Rescuer:
        """Renews the other instance as soon as one is evicted."""

        def on_change(self, change: object) -> None:
            for number in range(2):
                registry.renew(key_of(number))

    registry.subscribe(Rescuer())
    clock.advance(seconds=91)
    assert registry.evict() == 1
    assert size(registry) == 1


def test_a_lease_that_is_registered_anew_while_the_sweep_is_under_way_stays(clock: FakeClock) -> None:
    registry = registered(a_registry(WITHOUT_LIMIT, clock=clock), 2)
    evicted: list[InstanceKey] = []

    class Rescuer:
        def on_change(self, change: object) -> None:
            if not evicted:
                evicted.append(registry.recent_cancellations()[0].key)
                for number in range(2):
                    registry.register(an_instance("ORDERS", f"i-{number}"))

    registry.subscribe(Rescuer())
    clock.advance(seconds=91)
    assert registry.evict() == 1
    assert size(registry) == 2


@pytest.mark.parametrize("seconds", [-86_400 * 365, -1, 1, 86_400, 86_400 * 365 * 20])
def test_a_jump_of_the_wall_clock_evicts_nobody(clock: FakeClock, seconds: float) -> None:
    registry = registered(a_registry(WITHOUT_LIMIT, clock=clock), 10)
    clock.jump_wall(seconds=seconds)
    assert registry.evict() == 0
    clock.advance(seconds=80)
    for number in range(10):
        registry.renew(key_of(number))
    clock.jump_wall(seconds=-2 * seconds)
    clock.advance(seconds=179)
    assert registry.evict() == 0
    assert size(registry) == 10


def test_each_application_is_told_of_in_the_log(
    registry: PeerAwareInstanceRegistry, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    registered(registry, 1)
    clock.advance(seconds=91)
    with caplog.at_level(logging.INFO, "eureka_py.registry.abstract"):
        registry.evict()
    assert [record.getMessage() for record in caplog.records] == ["lease evicted app=ORDERS id='i-0'"]


def test_a_lease_that_is_renewed_in_its_own_interval_stays_though_its_duration_is_shorter() -> None:
    clock = FakeClock()
    registry = a_registry(clock=clock)
    slow = an_instance(lease_info=LeaseInfo(renewal_interval_in_secs=300, duration_in_secs=90))
    registry.register(slow)
    for _ in range(5):
        clock.advance(seconds=299)
        assert registry.evict() == 0
        assert registry.instance(slow.key()) is not None
        registry.renew(slow.key())
    clock.advance(seconds=600)
    assert registry.evict() == 1
