from __future__ import annotations

from eureka_py.config import Config, PreservationConfig
from eureka_py.model import InstanceStatus
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry

KEY = an_instance().key()


def test_one_instance_is_read_with_its_lease_times_of_now(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registry.register(an_instance())
    clock.advance(seconds=30)
    registry.renew(KEY)
    instance = registry.instance(KEY)
    assert instance is not None
    assert instance.lease_info.last_renewal_timestamp == clock.wall_ms()


def test_an_expired_instance_is_not_read_alone_but_listed_until_it_is_evicted(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registry.register(an_instance())
    clock.advance(seconds=91)
    assert registry.is_lease_expiration_enabled()
    assert registry.instance(KEY) is None
    assert registry.view().apps_hashcode == "UP_1_"


def test_while_nothing_expires_an_expired_instance_is_read(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    for number in range(3):
        registry.register(an_instance("ORDERS", f"i-{number}"))
    clock.advance(seconds=91)
    assert not registry.is_lease_expiration_enabled()
    assert registry.instance(an_instance("ORDERS", "i-0").key()) is not None


def test_an_id_is_looked_up_in_all_applications_by_name(registry: PeerAwareInstanceRegistry) -> None:
    for app_name in ("ZEBRA", "APPLE", "MANGO"):
        registry.register(an_instance(app_name, "i-1"))
    registry.register(an_instance("AARDVARK", "i-2"))
    found = registry.instance_by_id("i-1")
    assert found is not None
    assert found.app_name == "APPLE"
    assert registry.instance_by_id("i-9") is None


def test_an_expired_instance_is_passed_over_when_an_id_is_looked_up(clock: FakeClock) -> None:
    registry = a_registry(Config(preservation=PreservationConfig(enabled=False)), clock=clock)
    registry.register(an_instance("APPLE", "i-1"))
    clock.advance(seconds=91)
    registry.register(an_instance("ZEBRA", "i-1"))
    found = registry.instance_by_id("i-1")
    assert found is not None
    assert found.app_name == "ZEBRA"


def test_ids_are_looked_up_in_the_default_scope(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance(), scope="uat")
    assert registry.instance_by_id("i-1") is None
    assert registry.instance(KEY._replace(scope="uat")) is not None


def test_what_was_read_stays_as_it_is(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance())
    registrations, instance = registry.recent_registrations(), registry.instance(KEY)
    registry.register(an_instance(status=InstanceStatus.DOWN))
    assert len(registrations) == 1
    assert instance is not None
    assert instance.status is InstanceStatus.UP
