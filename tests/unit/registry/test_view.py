from __future__ import annotations

import dataclasses

import pytest

from eureka_py.config import CacheConfig, Config
from eureka_py.model import ActionType, Application, Applications, InstanceInfo, InstanceStatus, apps_hashcode
from eureka_py.model.application import VIP_VERSION
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.registry.view import RegistryView
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry

UP, DOWN, OUT = InstanceStatus.UP, InstanceStatus.DOWN, InstanceStatus.OUT_OF_SERVICE


@pytest.fixture
def registry(clock: FakeClock) -> PeerAwareInstanceRegistry:
    return a_registry(Config(cache=CacheConfig(auto_expiration_s=180)), clock=clock)


def ids(applications: Applications) -> dict[str, list[str]]:
    return {one.name: sorted(instance.id for instance in one.instances) for one in applications.applications}


def application_of(view: RegistryView, name: str) -> Application:
    application = view.application(name)
    assert application is not None
    return application


def recounted(applications: Applications) -> str:
    counts = dict.fromkeys(InstanceStatus, 0)
    for application in applications.applications:
        for instance in application.instances:
            counts[instance.status] += 1
    return apps_hashcode(counts)


def test_an_empty_registry_shows_nothing(registry: PeerAwareInstanceRegistry) -> None:
    view = registry.view()
    assert view.full == Applications((), "", 1)
    assert view.delta.applications == ()
    assert view.application("ORDERS") is None
    assert view.vip("orders") == view.secure_vip("orders") == Applications((), "", VIP_VERSION)
    assert view.vip_version("orders") is view.secure_vip_version("orders") is None


def test_all_of_a_view_is_of_one_version(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance("ORDERS", "i-1", status=UP))
    registry.register(an_instance("ORDERS", "i-2", status=DOWN))
    registry.register(an_instance("BILLING", "i-1", status=UP))
    view = registry.view()
    assert ids(view.full) == {"ORDERS": ["i-1", "i-2"], "BILLING": ["i-1"]}
    assert view.full.apps_hashcode == view.delta.apps_hashcode == view.apps_hashcode == "DOWN_1_UP_2_"
    assert recounted(view.full) == view.apps_hashcode


def test_a_view_taken_earlier_never_changes(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance("ORDERS", "i-1"))
    early = registry.view()
    registry.update_status(an_instance("ORDERS", "i-1").key(), OUT)
    registry.register(an_instance("BILLING", "i-2"))
    registry.cancel(an_instance("ORDERS", "i-1").key())
    assert ids(early.full) == ids(early.delta) == {"ORDERS": ["i-1"]}
    assert early.full.apps_hashcode == "UP_1_"
    assert application_of(early, "ORDERS").instances[0].status is UP
    assert ids(early.vip("orders")) == {"ORDERS": ["i-1"]}
    assert early.application("BILLING") is None


def test_while_nothing_changes_the_view_is_the_same_object(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registry.register(an_instance())
    view = registry.view()
    registry.renew(an_instance().key())
    clock.advance(seconds=179)
    assert registry.view() is view


def test_applications_that_did_not_change_are_the_same_objects(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance("ORDERS", "i-1"))
    registry.register(an_instance("BILLING", "i-2"))
    before = registry.view()
    registry.update_status(an_instance("ORDERS", "i-1").key(), DOWN)
    after = registry.view()
    assert after.application("BILLING") is before.application("BILLING")
    assert after.application("ORDERS") is not before.application("ORDERS")
    assert application_of(after, "ORDERS").version == after.version > before.version


def test_shown_lease_times_follow_renewals_after_the_refresh_time(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registry.register(an_instance())
    before = registry.view()
    assert application_of(before, "ORDERS").instances  # a picture is taken when it is first looked at
    clock.advance(seconds=100)
    registry.renew(an_instance().key())
    renewed_at_ms = clock.wall_ms()
    clock.advance(seconds=80)
    after = registry.view()
    assert after is not before
    assert (after.version, after.delta_serial) == (before.version, before.delta_serial)
    assert after.refreshed_at_ns == clock.monotonic_ns()
    instance = application_of(after, "ORDERS").instances[0]
    assert instance.lease_info.last_renewal_timestamp == renewed_at_ms
    assert application_of(before, "ORDERS").instances[0].lease_info.last_renewal_timestamp < renewed_at_ms


def test_a_change_shows_the_renewals_of_its_own_application_at_once(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registry.register(an_instance("ORDERS", "i-1"))
    registry.register(an_instance("BILLING", "i-2"))
    registered_at_ms = clock.wall_ms()
    assert _all(registry.view())
    clock.advance(seconds=30)
    for app_name, instance_id in (("ORDERS", "i-1"), ("BILLING", "i-2")):
        registry.renew(an_instance(app_name, instance_id).key())
    registry.register(an_instance("ORDERS", "i-3"))
    view = registry.view()
    renewed = {instance.id: instance.lease_info.last_renewal_timestamp for instance in _all(view)}
    assert renewed == {"i-1": clock.wall_ms(), "i-3": clock.wall_ms(), "i-2": registered_at_ms}


def _all(view: RegistryView) -> list[InstanceInfo]:
    return [instance for application in view.full.applications for instance in application.instances]


def test_an_application_without_instances_is_not_shown(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance("ORDERS", "i-1"))
    registry.view()
    registry.cancel(an_instance("ORDERS", "i-1").key())
    view = registry.view()
    assert view.application("ORDERS") is None
    assert view.full == Applications((), "", 1)


def test_the_delta_tells_of_the_last_change_of_each_instance(registry: PeerAwareInstanceRegistry) -> None:
    for instance_id in ("i-1", "i-2", "i-3"):
        registry.register(an_instance("ORDERS", instance_id))
    registry.update_status(an_instance("ORDERS", "i-1").key(), OUT)
    registry.cancel(an_instance("ORDERS", "i-2").key())
    view = registry.view()
    (application,) = view.delta.applications
    told = {instance.id: (instance.action_type, instance.status) for instance in application.instances}
    assert told == {
        "i-1": (ActionType.MODIFIED, OUT),
        "i-2": (ActionType.DELETED, UP),
        "i-3": (ActionType.ADDED, UP),
    }
    assert len(application.instances) == 3
    assert view.delta.apps_hashcode == view.apps_hashcode == "OUT_OF_SERVICE_1_UP_1_"
    assert view.delta.version == view.delta_serial


def test_the_delta_forgets_what_was_swept_and_its_serial_moves(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registry.register(an_instance())
    before = registry.view()
    clock.advance(seconds=100)
    registry.sweep_recent_changes()
    assert registry.view() is before
    clock.advance(seconds=80, ms=1)
    registry.sweep_recent_changes()
    after = registry.view()
    assert after.delta.applications == ()
    assert after.delta_serial > before.delta_serial
    assert after.version == before.version


def test_a_comma_list_puts_an_instance_behind_each_of_its_addresses(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance("ORDERS", "i-1", vip_address="a, b", secure_vip_address="b,c"))
    registry.register(an_instance("BILLING", "i-2", vip_address="b"))
    view = registry.view()
    assert ids(view.vip("a")) == {"ORDERS": ["i-1"]}
    assert ids(view.vip("b")) == {"ORDERS": ["i-1"], "BILLING": ["i-2"]}
    assert ids(view.secure_vip("b")) == {"ORDERS": ["i-1"]}
    assert ids(view.secure_vip("a")) == ids(view.vip("a, b")) == {}


def test_the_spelling_of_an_address_counts(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance("ORDERS", "i-1", vip_address="Orders"))
    assert ids(registry.view().vip("orders")) == {}
    assert ids(registry.view().vip("Orders")) == {"ORDERS": ["i-1"]}


def test_a_changed_address_takes_its_instance_along(registry: PeerAwareInstanceRegistry) -> None:
    instance = an_instance("ORDERS", "i-1", vip_address="a,b")
    registry.register(instance)
    registry.register(dataclasses.replace(instance, vip_address="b,c"))
    view = registry.view()
    assert {address: ids(view.vip(address)) for address in "abc"} == {
        "a": {},
        "b": {"ORDERS": ["i-1"]},
        "c": {"ORDERS": ["i-1"]},
    }
    assert view.vip_version("a") is None
    registry.register(dataclasses.replace(instance, vip_address=None))
    assert all(ids(registry.view().vip(address)) == {} for address in "abc")


def test_a_vip_answer_has_every_status_and_a_hashcode_of_its_own(registry: PeerAwareInstanceRegistry) -> None:
    for number, status in enumerate(InstanceStatus):
        registry.register(an_instance("ORDERS", f"i-{number}", status=status, vip_address="shared"))
    registry.register(an_instance("BILLING", "i-9", vip_address="other"))
    answer = registry.view().vip("shared")
    assert answer.apps_hashcode == "DOWN_1_OUT_OF_SERVICE_1_STARTING_1_UNKNOWN_1_UP_1_"
    assert answer.version == VIP_VERSION


def test_a_vip_answer_shows_the_instances_of_the_same_view(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance("ORDERS", "i-1", vip_address="a"))
    registry.register(an_instance("ORDERS", "i-2", vip_address="b"))
    view = registry.view()
    (behind_a,) = view.vip("a").applications
    assert behind_a.instances == tuple(
        one for one in application_of(view, "ORDERS").instances if one.vip_address == "a"
    )
    assert behind_a.version == application_of(view, "ORDERS").version


def test_the_version_of_an_address_moves_only_with_the_instances_behind_it(
    registry: PeerAwareInstanceRegistry,
) -> None:
    registry.register(an_instance("ORDERS", "i-1", vip_address="a", secure_vip_address="a"))
    registry.register(an_instance("ORDERS", "i-2", vip_address="b"))
    before = registry.view()
    registry.update_status(an_instance("ORDERS", "i-2").key(), OUT)
    after = registry.view()
    assert after.vip_version("a") == before.vip_version("a") == before.secure_vip_version("a") == 1
    assert (before.vip_version("b"), after.vip_version("b")) == (2, 3)


def test_scopes_do_not_see_each_other(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance("ORDERS", "i-1"))
    default = registry.view()
    registry.register(an_instance("ORDERS", "i-1", status=DOWN), scope="uat")
    assert registry.view() is default
    assert registry.view("uat").apps_hashcode == "DOWN_1_"
    assert registry.view("nowhere").full.applications == ()
    assert ids(registry.view("uat").delta) == {"ORDERS": ["i-1"]}
