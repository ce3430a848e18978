from __future__ import annotations

from collections.abc import Callable

import pytest

from eureka_py.config import Config, OverridesConfig
from eureka_py.model import ActionType, InstanceInfo, InstanceKey, InstanceStatus
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.listener import RecordingListener
from eureka_py.testing.registry import a_registry

UP, DOWN, OUT, UNKNOWN = (
    InstanceStatus.UP,
    InstanceStatus.DOWN,
    InstanceStatus.OUT_OF_SERVICE,
    InstanceStatus.UNKNOWN,
)
KEY = an_instance().key()


@pytest.fixture
def registered(registry: PeerAwareInstanceRegistry, listener: RecordingListener) -> PeerAwareInstanceRegistry:
    registry.register(an_instance(last_dirty_timestamp=1_000))
    listener.changes.clear()
    return registry


def held(registry: PeerAwareInstanceRegistry, key: InstanceKey = KEY) -> InstanceInfo:
    instance = registry.instance(key)
    assert instance is not None
    return instance


def test_an_override_is_shown_at_once(
    registered: PeerAwareInstanceRegistry, listener: RecordingListener, clock: FakeClock
) -> None:
    clock.advance(seconds=5)
    assert registered.update_status(KEY, OUT)
    assert (held(registered).status, held(registered).overridden_status) == (OUT, OUT)
    assert held(registered).action_type is ActionType.MODIFIED
    assert held(registered).last_updated_timestamp == clock.wall_ms()
    assert registered.overrides() == {KEY: OUT}
    assert listener.kinds == [ActionType.MODIFIED]


def test_without_a_lease_nothing_is_overridden(registry: PeerAwareInstanceRegistry) -> None:
    assert not registry.update_status(KEY, OUT)
    assert not registry.delete_status_override(KEY)
    assert registry.overrides() == {}
    registry.register(an_instance())
    assert held(registry).status is UP


def test_both_verbs_renew_the_lease_but_do_not_count_as_renewals(
    registered: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    verbs: list[Callable[[], bool]] = [
        lambda: registered.update_status(KEY, OUT),
        lambda: registered.update_status(KEY, OUT),
        lambda: registered.delete_status_override(KEY, UP),
        lambda: registered.delete_status_override(KEY, UP),
    ]
    for verb in verbs:
        clock.advance(seconds=80)
        assert verb()
        assert held(registered).lease_info.last_renewal_timestamp == clock.wall_ms()
    assert registered.preservation().renewals_last_minute == 0


def test_w10_the_status_that_it_has_already_is_recorded_as_an_override_all_the_same(
    registered: PeerAwareInstanceRegistry, listener: RecordingListener
) -> None:
    assert registered.update_status(KEY, UP)
    assert registered.overrides() == {KEY: UP}
    assert held(registered).overridden_status is UP
    assert listener.kinds == [ActionType.MODIFIED]


def test_the_same_override_again_makes_no_change(
    registered: PeerAwareInstanceRegistry, listener: RecordingListener
) -> None:
    registered.update_status(KEY, OUT)
    listener.changes.clear()
    assert registered.update_status(KEY, OUT)
    assert listener.changes == []


def test_an_override_to_up_starts_the_service_if_it_never_was_up(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registry.register(an_instance(status=DOWN))
    clock.advance(seconds=3)
    registry.update_status(KEY, UP)
    assert held(registry).lease_info.service_up_timestamp == clock.wall_ms()


@pytest.mark.parametrize(("sent", "kept"), [(None, 1_000), (999, 1_000), (1_000, 1_000), (1_001, 1_001)])
def test_a_dirty_timestamp_only_rises(registered: PeerAwareInstanceRegistry, sent: int | None, kept: int) -> None:
    registered.update_status(KEY, OUT, last_dirty_timestamp=sent)
    assert held(registered).last_dirty_timestamp == kept
    registered.delete_status_override(KEY, UP, last_dirty_timestamp=sent)
    assert held(registered).last_dirty_timestamp == kept


def test_an_ended_override_shows_unknown_unless_told_otherwise(
    registered: PeerAwareInstanceRegistry, listener: RecordingListener
) -> None:
    registered.update_status(KEY, OUT)
    assert registered.delete_status_override(KEY)
    assert (held(registered).status, held(registered).overridden_status) == (UNKNOWN, UNKNOWN)
    assert registered.overrides() == {}
    assert listener.kinds == [ActionType.MODIFIED, ActionType.MODIFIED]


def test_an_ended_override_shows_the_status_that_was_given(registered: PeerAwareInstanceRegistry) -> None:
    registered.update_status(KEY, OUT)
    registered.delete_status_override(KEY, DOWN)
    assert (held(registered).status, held(registered).overridden_status) == (DOWN, UNKNOWN)


def test_ending_an_override_that_is_not_there_changes_nothing(
    registered: PeerAwareInstanceRegistry, listener: RecordingListener
) -> None:
    assert registered.delete_status_override(KEY, DOWN)
    assert held(registered).status is UP
    assert listener.changes == []


def test_an_override_belongs_to_one_application_not_to_an_id(registry: PeerAwareInstanceRegistry) -> None:
    here, there = an_instance("ORDERS", "i-1").key(), an_instance("BILLING", "i-1").key()
    for app_name in ("ORDERS", "BILLING"):
        registry.register(an_instance(app_name, "i-1"))
    registry.update_status(here, OUT)
    registry.register(an_instance("BILLING", "i-1"))
    assert held(registry, there).status is UP
    registry.cancel(there)
    assert registry.overrides() == {here: OUT}


def test_an_override_outlives_an_hour_without_use(registered: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registered.update_status(KEY, OUT)
    for _ in range(30):
        clock.advance(seconds=150)
        registered.run_eviction()
        registered.renew(KEY, is_replication=True)
    registered.register(an_instance(last_dirty_timestamp=1_000))
    assert held(registered).status is OUT


def test_an_override_goes_with_the_evicted_lease_as_in_eureka(
    registered: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registered.update_status(KEY, OUT)
    clock.advance(seconds=181)
    assert registered.evict() == 1
    assert registered.overrides() == {}


@pytest.mark.parametrize(("away_s", "status"), [(599, OUT), (600, UP)])
def test_with_a_lifetime_an_evicted_instance_finds_its_override_in_time(
    clock: FakeClock, away_s: int, status: InstanceStatus
) -> None:
    registry = a_registry(Config(overrides=OverridesConfig(lifetime_s=600)), clock=clock)
    registry.register(an_instance())
    registry.update_status(KEY, OUT)
    clock.advance(seconds=181)
    assert registry.evict() == 1
    assert registry.overrides() == {KEY: OUT}
    clock.advance(seconds=away_s)
    registry.register(an_instance())
    assert held(registry).status is status
    clock.advance(seconds=1)
    registry.evict()
    assert held(registry).status is status


def test_a_cancel_of_an_evicted_instance_leaves_its_override_waiting(clock: FakeClock) -> None:
    registry = a_registry(Config(overrides=OverridesConfig(lifetime_s=600)), clock=clock)
    registry.register(an_instance())
    registry.update_status(KEY, OUT)
    clock.advance(seconds=181)
    registry.evict()
    assert not registry.cancel(KEY)
    assert registry.overrides() == {KEY: OUT}


def test_the_sweep_forgets_overrides_whose_lifetime_is_over(clock: FakeClock) -> None:
    registry = a_registry(Config(overrides=OverridesConfig(lifetime_s=600)), clock=clock)
    registry.register(an_instance())
    registry.update_status(KEY, OUT)
    clock.advance(seconds=181)
    registry.evict()
    clock.advance(seconds=600)
    registry.evict()
    assert registry.overrides() == {}


def test_what_was_read_of_the_overrides_stays_as_it_is(registered: PeerAwareInstanceRegistry) -> None:
    registered.update_status(KEY, OUT)
    read = registered.overrides()
    registered.update_status(KEY, DOWN)
    assert read == {KEY: OUT}
