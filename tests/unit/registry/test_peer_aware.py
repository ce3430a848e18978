from __future__ import annotations

from collections.abc import Callable

import pytest

from eureka_py.lease.renewal import RenewClaim
from eureka_py.model import ActionType, InstanceInfo, InstanceKey, InstanceStatus
from eureka_py.registry.peer_aware import NoPeers, PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry
from eureka_py.testing.replicator import RecordingReplicator, Told

OUT, UP = InstanceStatus.OUT_OF_SERVICE, InstanceStatus.UP
KEY = an_instance().key()


@pytest.fixture
def replicator() -> RecordingReplicator:
    return RecordingReplicator()


@pytest.fixture
def registry(clock: FakeClock, replicator: RecordingReplicator) -> PeerAwareInstanceRegistry:
    return a_registry(clock=clock, replicator=replicator)


@pytest.fixture
def registered(registry: PeerAwareInstanceRegistry, replicator: RecordingReplicator) -> PeerAwareInstanceRegistry:
    registry.register(an_instance(last_dirty_timestamp=1_000))
    replicator.told.clear()
    return registry


def test_each_verb_is_told_to_the_peers(registry: PeerAwareInstanceRegistry, replicator: RecordingReplicator) -> None:
    registry.register(an_instance())
    registry.renew(KEY)
    registry.update_status(KEY, OUT)
    registry.delete_status_override(KEY, UP)
    registry.cancel(KEY)
    assert replicator.verbs == ["register", "renew", "update_status", "delete_status_override", "cancel"]
    assert {message.key for message in replicator.told} == {KEY}
    assert [message.status for message in replicator.told[2:4]] == [OUT, UP]


def test_nothing_that_a_peer_said_is_passed_on(
    registry: PeerAwareInstanceRegistry, replicator: RecordingReplicator
) -> None:
    registry.register(an_instance(), is_replication=True)
    registry.renew(KEY, is_replication=True)
    registry.update_status(KEY, OUT, is_replication=True)
    registry.delete_status_override(KEY, UP, is_replication=True)
    assert registry.cancel(KEY, is_replication=True)
    assert replicator.told == []


@pytest.mark.parametrize(
    "verb",
    [
        lambda registry: registry.renew(KEY),
        lambda registry: registry.cancel(KEY),
        lambda registry: registry.update_status(KEY, OUT),
        lambda registry: registry.delete_status_override(KEY),
        lambda registry: registry.update_metadata(KEY, {"color": "blue"}),
    ],
)
def test_what_found_no_lease_is_not_told(
    registry: PeerAwareInstanceRegistry,
    replicator: RecordingReplicator,
    verb: Callable[[PeerAwareInstanceRegistry], object],
) -> None:
    verb(registry)
    assert replicator.told == []


def test_an_eviction_is_not_told_for_each_peer_judges_by_itself(
    registered: PeerAwareInstanceRegistry, replicator: RecordingReplicator, clock: FakeClock
) -> None:
    clock.advance(seconds=91)
    assert registered.evict() == 1
    assert replicator.told == []


def test_a_metadata_edit_is_told_as_a_registration(
    registered: PeerAwareInstanceRegistry, replicator: RecordingReplicator
) -> None:
    registered.update_metadata(KEY, {"color": "blue"})
    (message,) = replicator.told
    assert (message.verb, message.key) == ("register", KEY)
    assert message.instance is not None
    assert message.instance.metadata == {"color": "blue"}


def test_what_was_stored_is_told_not_the_older_registration_that_was_dropped(
    registered: PeerAwareInstanceRegistry, replicator: RecordingReplicator
) -> None:
    registered.register(an_instance(last_dirty_timestamp=999, port=1))
    (message,) = replicator.told
    assert message.instance is not None
    assert (message.instance.port, message.instance.last_dirty_timestamp) == (8080, 1_000)


def test_what_was_stored_has_the_status_that_the_rules_gave_it(
    registered: PeerAwareInstanceRegistry, replicator: RecordingReplicator
) -> None:
    registered.update_status(KEY, OUT)
    registered.register(an_instance(last_dirty_timestamp=2_000, status=UP))
    assert replicator.told[-1] == Told("register", KEY, instance=registered.instance(KEY))
    assert replicator.told[-1].instance is not None
    assert replicator.told[-1].instance.status is replicator.told[-1].instance.overridden_status is OUT
    assert replicator.told[-1].instance.action_type is ActionType.ADDED


@pytest.mark.parametrize(("claimed", "verbs"), [(None, ["renew"]), (1_000, ["renew"]), (999, ["renew"]), (1_001, [])])
def test_a_renewal_that_the_client_answers_with_a_registration_is_not_told(
    registered: PeerAwareInstanceRegistry, replicator: RecordingReplicator, claimed: int | None, verbs: list[str]
) -> None:
    registered.renew(KEY, RenewClaim(claimed))
    assert replicator.verbs == verbs


def test_an_instance_of_unknown_status_is_not_renewed_at_the_peers(
    registered: PeerAwareInstanceRegistry, replicator: RecordingReplicator
) -> None:
    registered.update_status(KEY, OUT)
    registered.delete_status_override(KEY)
    replicator.told.clear()
    registered.renew(KEY)
    assert replicator.told == []


def test_an_override_that_changes_nothing_here_is_told_all_the_same(
    registered: PeerAwareInstanceRegistry, replicator: RecordingReplicator
) -> None:
    registered.update_status(KEY, OUT)
    registered.update_status(KEY, OUT)
    registered.delete_status_override(KEY, UP)
    registered.delete_status_override(KEY, UP)
    assert replicator.verbs == ["update_status", "update_status", "delete_status_override", "delete_status_override"]


def test_the_peers_are_told_when_it_is_done_here(clock: FakeClock) -> None:
    done: list[tuple[str, bool]] = []

    class Observer(NoPeers):
        """Looks, whenever it is told something, whether that is done already."""

        def register(self, key: InstanceKey, instance: InstanceInfo) -> None:
            done.append(("register", node.instance(key) == instance))

        def renew(self, key: InstanceKey) -> None:
            held = node.instance(key)
            done.append(("renew", held is not None and held.lease_info.last_renewal_timestamp == clock.wall_ms()))

        def cancel(self, key: InstanceKey) -> None:
            done.append(("cancel", node.instance(key) is None))

        def update_status(self, key: InstanceKey, status: InstanceStatus) -> None:
            done.append(("update_status", node.overrides() == {key: status}))

        def delete_status_override(self, key: InstanceKey, status: InstanceStatus) -> None:
            done.append(("delete_status_override", node.overrides() == {}))

    node = a_registry(clock=clock, replicator=Observer())
    node.register(an_instance())
    clock.advance(seconds=10)
    node.renew(KEY)
    node.update_status(KEY, OUT)
    node.delete_status_override(KEY, UP)
    node.update_metadata(KEY, {"color": "blue"})
    node.cancel(KEY)
    assert [verb for verb, _ in done] == [
        "register",
        "renew",
        "update_status",
        "delete_status_override",
        "register",
        "cancel",
    ]
    assert all(is_done for _, is_done in done)


def test_a_registration_that_is_gone_before_the_peers_are_told_is_not_told(
    registry: PeerAwareInstanceRegistry, replicator: RecordingReplicator
) -> None:
    class Canceller:
        def on_change(self, change: object) -> None:
            registry.cancel(KEY)

    registry.subscribe(Canceller())
    registry.register(an_instance())
    assert replicator.verbs == ["cancel"]


def test_another_scope_is_told_with_its_key(
    registry: PeerAwareInstanceRegistry, replicator: RecordingReplicator
) -> None:
    registry.register(an_instance(), scope="uat")
    assert [message.key.scope for message in replicator.told] == ["uat"]


def test_a_node_alone_has_no_one_to_tell() -> None:
    alone = NoPeers()
    alone.register(KEY, an_instance())
    alone.renew(KEY)
    alone.cancel(KEY)
    alone.update_status(KEY, OUT)
    alone.delete_status_override(KEY, UP)
