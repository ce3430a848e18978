from __future__ import annotations

import pytest

from eureka_py.config import Config, MetadataConfig
from eureka_py.lease.registration import REGISTERED, UNKNOWN
from eureka_py.model import ActionType, InstanceInfo, InstanceStatus
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.listener import RecordingListener
from eureka_py.testing.registry import a_registry

KEY = an_instance().key()


def a_registry_where_it(survives: bool, clock: FakeClock) -> PeerAwareInstanceRegistry:
    registry = a_registry(Config(metadata=MetadataConfig(survives_registration=survives)), clock=clock)
    registry.register(an_instance(metadata={"zone": "a", "color": "green"}, last_dirty_timestamp=100))
    return registry


def held(registry: PeerAwareInstanceRegistry) -> InstanceInfo:
    instance = registry.instance(KEY)
    assert instance is not None
    return instance


@pytest.mark.parametrize("survives", [False, True])
def test_entries_are_added_and_replaced(clock: FakeClock, survives: bool) -> None:
    registry = a_registry_where_it(survives, clock)
    assert registry.update_metadata(KEY, {"color": "blue", "weight": "5"}) is REGISTERED
    assert held(registry).metadata == {"zone": "a", "color": "blue", "weight": "5"}


@pytest.mark.parametrize("survives", [False, True])
def test_without_a_lease_nothing_is_remembered(clock: FakeClock, survives: bool) -> None:
    registry = a_registry_where_it(survives, clock)
    registry.cancel(KEY)
    assert registry.update_metadata(KEY, {"color": "blue"}) is UNKNOWN
    registry.register(an_instance())
    assert held(registry).metadata == {}


@pytest.mark.parametrize("survives", [False, True])
def test_it_is_a_registration_with_the_same_dirty_timestamp(clock: FakeClock, survives: bool) -> None:
    registry, listener = a_registry_where_it(survives, clock), RecordingListener()
    registry.subscribe(listener)
    clock.advance(seconds=20)
    registry.update_metadata(KEY, {"color": "blue"})
    assert listener.kinds == [ActionType.ADDED]
    assert held(registry).last_dirty_timestamp == 100
    assert held(registry).lease_info.registration_timestamp == clock.wall_ms()
    assert len(registry.recent_registrations()) == 2


def test_it_leaves_the_status_alone(clock: FakeClock) -> None:
    registry = a_registry_where_it(True, clock)
    registry.update_status(KEY, InstanceStatus.OUT_OF_SERVICE)
    registry.update_metadata(KEY, {"color": "blue"})
    assert held(registry).status is held(registry).overridden_status is InstanceStatus.OUT_OF_SERVICE


@pytest.mark.parametrize(("survives", "color"), [(False, "red"), (True, "blue")])
def test_whether_it_survives_the_next_registration_is_a_setting(clock: FakeClock, survives: bool, color: str) -> None:
    registry = a_registry_where_it(survives, clock)
    registry.update_metadata(KEY, {"color": "blue"})
    registry.register(an_instance(metadata={"zone": "b", "color": "red"}, last_dirty_timestamp=200))
    assert held(registry).metadata == {"zone": "b", "color": color}


@pytest.mark.parametrize("survives", [False, True])
def test_a_dropped_older_registration_does_not_wipe_it(clock: FakeClock, survives: bool) -> None:
    registry = a_registry_where_it(survives, clock)
    registry.update_metadata(KEY, {"color": "blue"})
    registry.register(an_instance(metadata={"color": "red"}, last_dirty_timestamp=99))
    assert held(registry).metadata == {"zone": "a", "color": "blue"}


@pytest.mark.parametrize("ending", ["cancel", "evict"])
def test_it_ends_with_the_lease(clock: FakeClock, ending: str) -> None:
    registry = a_registry_where_it(True, clock)
    registry.update_metadata(KEY, {"color": "blue"})
    if ending == "cancel":
        registry.cancel(KEY)
    else:
        clock.advance(seconds=91)
        assert registry.evict() == 1
    registry.register(an_instance())
    assert held(registry).metadata == {}
