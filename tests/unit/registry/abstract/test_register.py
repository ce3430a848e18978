from __future__ import annotations

import pytest

from eureka_py.config import Config, RegistryConfig
from eureka_py.model import ActionType, InstanceInfo, InstanceKey, InstanceStatus, LeaseInfo
from eureka_py.registry.interface import InstanceRegistry
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry

UP, DOWN, OUT, STARTING = (
    InstanceStatus.UP,
    InstanceStatus.DOWN,
    InstanceStatus.OUT_OF_SERVICE,
    InstanceStatus.STARTING,
)
UNKNOWN = InstanceStatus.UNKNOWN
KEY = an_instance().key()


def held(registry: InstanceRegistry, key: InstanceKey = KEY) -> InstanceInfo:
    instance = registry.instance(key)
    assert instance is not None
    return instance


def test_a_registered_instance_is_shown_as_it_was_sent(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    sent = an_instance(
        metadata={"zone": "a"},
        lease_info=LeaseInfo(renewal_interval_in_secs=10, duration_in_secs=40),
        home_page_url="http://i-1/",
    )
    registry.register(sent)
    shown = held(registry)
    assert (shown.host_name, shown.port, shown.metadata, shown.home_page_url) == (
        sent.host_name,
        sent.port,
        {"zone": "a"},
        "http://i-1/",
    )
    assert shown.status is UP
    assert shown.overridden_status is UNKNOWN
    assert shown.action_type is ActionType.ADDED
    assert shown.last_dirty_timestamp == sent.last_dirty_timestamp
    assert shown.last_updated_timestamp == clock.wall_ms()
    assert shown.lease_info == LeaseInfo(
        renewal_interval_in_secs=10,
        duration_in_secs=40,
        registration_timestamp=clock.wall_ms(),
        last_renewal_timestamp=clock.wall_ms(),
        service_up_timestamp=clock.wall_ms(),
    )


def test_the_times_that_a_client_claims_for_its_lease_do_not_count(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance(status=DOWN, lease_info=LeaseInfo(eviction_timestamp=7, service_up_timestamp=9)))
    assert held(registry).lease_info.eviction_timestamp == 0
    assert held(registry).lease_info.service_up_timestamp == 0


@pytest.mark.parametrize("term", [0, -5])
def test_terms_that_are_not_positive_are_30_and_90_seconds(
    registry: PeerAwareInstanceRegistry, clock: FakeClock, term: int
) -> None:
    registry.register(an_instance(lease_info=LeaseInfo(renewal_interval_in_secs=term, duration_in_secs=term)))
    assert held(registry).lease_info.renewal_interval_in_secs == 30
    assert held(registry).lease_info.duration_in_secs == 90
    clock.advance(seconds=90)
    registry.run_eviction()
    assert registry.preservation().expected_renewals_per_minute == 2
    assert registry.instance(KEY) is not None


def test_a_newer_registration_takes_the_place_of_the_one_before(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance(last_dirty_timestamp=100, port=1))
    registry.register(an_instance(last_dirty_timestamp=200, port=2))
    assert (held(registry).port, held(registry).last_dirty_timestamp) == (2, 200)


def test_an_equally_old_registration_takes_its_place_too(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance(last_dirty_timestamp=100, port=1))
    registry.register(an_instance(last_dirty_timestamp=100, port=2))
    assert held(registry).port == 2


def test_an_older_registration_is_dropped_but_its_lease_is_new(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    kept = LeaseInfo(renewal_interval_in_secs=10, duration_in_secs=40)
    registry.register(an_instance(last_dirty_timestamp=200, port=2, lease_info=kept))
    clock.advance(seconds=30)
    registry.register(
        an_instance(last_dirty_timestamp=199, port=1, status=STARTING, lease_info=LeaseInfo(duration_in_secs=9_000))
    )
    shown = held(registry)
    assert (shown.port, shown.status, shown.last_dirty_timestamp) == (2, UP, 200)
    assert (shown.lease_info.renewal_interval_in_secs, shown.lease_info.duration_in_secs) == (10, 40)
    assert shown.lease_info.registration_timestamp == clock.wall_ms()


def test_a_new_lease_has_lost_the_grace_of_the_renewed_one(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registry.register(an_instance())
    registry.renew(KEY)
    registry.register(an_instance())
    clock.advance(seconds=90, ms=1)
    assert registry.evict() == 1


def test_since_when_an_instance_takes_traffic_survives_a_registration(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registry.register(an_instance(status=STARTING))
    assert held(registry).lease_info.service_up_timestamp == 0
    clock.advance(seconds=10)
    registry.register(an_instance(status=UP))
    up_at_ms = clock.wall_ms()
    clock.advance(seconds=10)
    registry.register(an_instance(status=DOWN))
    registry.register(an_instance(status=UP))
    assert held(registry).lease_info.service_up_timestamp == up_at_ms


def test_an_override_that_an_instance_brings_along_is_adopted(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance(status=UP, overridden_status=OUT), is_replication=True)
    assert registry.overrides() == {KEY: OUT}
    assert (held(registry).status, held(registry).overridden_status) == (OUT, OUT)


def test_an_override_that_is_there_wins_over_the_one_brought_along(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance())
    registry.update_status(KEY, OUT)
    registry.register(an_instance(overridden_status=DOWN), is_replication=True)
    assert registry.overrides() == {KEY: OUT}
    assert (held(registry).status, held(registry).overridden_status) == (OUT, OUT)


def test_an_override_is_kept_for_an_instance_that_is_not_ready(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance())
    registry.update_status(KEY, OUT)
    registry.register(an_instance(status=STARTING))
    assert (held(registry).status, held(registry).overridden_status) == (STARTING, OUT)
    registry.register(an_instance(status=UP))
    assert held(registry).status is OUT


def test_w1_an_override_holds_until_it_is_deleted(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance(status=UP, last_dirty_timestamp=100))
    seen = [held(registry).status]
    for step in (
        lambda: registry.update_status(KEY, OUT),
        lambda: registry.register(an_instance(status=UP, last_dirty_timestamp=200)),
        lambda: registry.delete_status_override(KEY, DOWN),
        lambda: registry.register(an_instance(status=UP, last_dirty_timestamp=200)),
    ):
        step()
        seen.append(held(registry).status)
    assert seen == [UP, OUT, OUT, DOWN, UP]


def test_w3_starting_beats_an_override(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance(status=UP))
    registry.update_status(KEY, OUT)
    registry.register(an_instance(status=STARTING))
    assert held(registry).status is STARTING


@pytest.mark.parametrize(("first", "then"), [(UP, OUT), (OUT, UP)])
def test_w4_and_w5_a_client_cannot_switch_its_traffic_status(
    registry: PeerAwareInstanceRegistry, first: InstanceStatus, then: InstanceStatus
) -> None:
    registry.register(an_instance(status=first))
    for _ in range(2):
        registry.register(an_instance(status=then))
        assert held(registry).status is first


def test_w8_the_newer_state_wins_whichever_way_it_is_replicated(clock: FakeClock) -> None:
    starting = an_instance(status=STARTING, last_dirty_timestamp=11_111)
    up = an_instance(status=UP, last_dirty_timestamp=22_222)
    for first, second in ((up, starting), (starting, up)):
        registry = a_registry(clock=clock)
        registry.register(first)
        registry.register(second, is_replication=True)
        assert held(registry).status is UP


@pytest.mark.parametrize("way_out", ["down", "override", "override ended", "cancel", "replication"])
def test_w9_an_instance_gets_from_out_of_service_to_up_by_a_few_ways_only(
    registry: PeerAwareInstanceRegistry, way_out: str
) -> None:
    registry.register(an_instance(status=OUT))
    registry.register(an_instance(status=UP))
    assert held(registry).status is OUT
    if way_out == "down":
        registry.register(an_instance(status=DOWN))
    elif way_out == "override":
        registry.update_status(KEY, UP)
    elif way_out == "override ended":
        registry.update_status(KEY, OUT)
        registry.delete_status_override(KEY)
    elif way_out == "cancel":
        registry.cancel(KEY)
    registry.register(an_instance(status=UP), is_replication=way_out == "replication")
    assert held(registry).status is UP


def test_a_scope_is_a_registry_of_its_own(registry: PeerAwareInstanceRegistry) -> None:
    elsewhere = an_instance().key("uat")
    registry.register(an_instance(status=UP))
    registry.register(an_instance(status=DOWN), scope="uat")
    registry.update_status(elsewhere, OUT)
    assert held(registry).status is UP
    assert held(registry, elsewhere).status is OUT
    assert registry.cancel(elsewhere)
    assert held(registry).status is UP


def test_the_last_registrations_are_remembered_newest_first(clock: FakeClock) -> None:
    registry = a_registry(Config(registry=RegistryConfig(recent_leases=2)), clock=clock)
    for number in (1, 2, 3, 2):
        registry.register(an_instance("ORDERS", f"i-{number}"))
        clock.advance(seconds=1)
    assert [(event.key.instance_id, event.at_ms) for event in registry.recent_registrations()] == [
        ("i-2", clock.wall_ms() - 1_000),
        ("i-3", clock.wall_ms() - 2_000),
    ]
