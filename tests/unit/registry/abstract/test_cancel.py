from __future__ import annotations

from eureka_py.config import Config, RegistryConfig
from eureka_py.model import ActionType, InstanceStatus
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.listener import RecordingListener
from eureka_py.testing.registry import a_registry

OUT, DOWN = InstanceStatus.OUT_OF_SERVICE, InstanceStatus.DOWN
KEY = an_instance().key()


def test_a_cancelled_instance_is_gone(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance())
    assert registry.cancel(KEY)
    assert registry.instance(KEY) is None
    assert registry.view().full.applications == ()
    assert registry.view().apps_hashcode == ""


def test_the_change_tells_what_was_cancelled_and_when(
    registry: PeerAwareInstanceRegistry, listener: RecordingListener, clock: FakeClock
) -> None:
    registry.register(an_instance())
    clock.advance(seconds=5)
    registry.cancel(KEY)
    change = listener.changes[-1]
    assert (change.kind, change.key) == (ActionType.DELETED, KEY)
    assert change.instance.action_type is ActionType.DELETED
    assert change.instance.last_updated_timestamp == clock.wall_ms()
    assert change.instance.lease_info.eviction_timestamp == clock.wall_ms()


def test_a_cancel_takes_the_override_along(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance())
    registry.update_status(KEY, OUT)
    registry.cancel(KEY)
    assert registry.overrides() == {}
    registry.register(an_instance())
    instance = registry.instance(KEY)
    assert instance is not None
    assert instance.status is InstanceStatus.UP


def test_a_cancel_that_misses_touches_nothing(registry: PeerAwareInstanceRegistry, listener: RecordingListener) -> None:
    registry.register(an_instance("ORDERS", "i-1"))
    registry.update_status(KEY, OUT)
    before, told = registry.view(), list(listener.changes)
    assert not registry.cancel(KEY._replace(app_name="BILLING"))
    assert not registry.cancel(KEY._replace(instance_id="i-2"))
    assert not registry.cancel(KEY._replace(scope="uat"))
    assert registry.view() is before
    assert registry.overrides() == {KEY: OUT}
    assert registry.recent_cancellations() == []
    assert listener.changes == told


def test_an_instance_is_cancelled_once(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance())
    assert [registry.cancel(KEY), registry.cancel(KEY)] == [True, False]


def test_even_an_expired_lease_can_be_cancelled(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.register(an_instance())
    clock.advance(seconds=1_000)
    assert registry.cancel(KEY)


def test_the_others_of_the_application_stay(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance("ORDERS", "i-1"))
    registry.register(an_instance("ORDERS", "i-2", status=DOWN))
    registry.cancel(KEY)
    assert registry.view().apps_hashcode == "DOWN_1_"


def test_the_last_cancellations_are_remembered_newest_first(clock: FakeClock) -> None:
    registry = a_registry(Config(registry=RegistryConfig(recent_leases=2)), clock=clock)
    for number in (1, 2, 3):
        registry.register(an_instance("ORDERS", f"i-{number}"))
        registry.cancel(an_instance("ORDERS", f"i-{number}").key())
    assert [event.key.instance_id for event in registry.recent_cancellations()] == ["i-3", "i-2"]
    assert registry.recent_cancellations()[0].at_ms == clock.wall_ms()
