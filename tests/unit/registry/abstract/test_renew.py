from __future__ import annotations

import pytest

from eureka_py.config import Config, RegistryConfig
from eureka_py.lease.renewal import RenewClaim, RenewKind
from eureka_py.model import ActionType, InstanceInfo, InstanceStatus
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.registry.rule import DEFAULT_RULES, Candidate, StatusOverrideRule
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
REGISTERED_AT = 1_000
OLDER, EQUAL, NEWER = RenewClaim(REGISTERED_AT - 1), RenewClaim(REGISTERED_AT), RenewClaim(REGISTERED_AT + 1)


def held(registry: PeerAwareInstanceRegistry) -> InstanceInfo:
    instance = registry.instance(KEY)
    assert instance is not None
    return instance


def is_extended(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> bool:
    return held(registry).lease_info.last_renewal_timestamp == clock.wall_ms()


def renewals_last_minute(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> int:
    clock.advance(seconds=60 - 1)
    return registry.preservation().renewals_last_minute


@pytest.fixture
def registered(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> PeerAwareInstanceRegistry:
    registry.register(an_instance(last_dirty_timestamp=REGISTERED_AT))
    clock.advance(seconds=1)
    return registry


def test_an_instance_without_a_lease_is_unknown(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    assert registry.renew(KEY) == (RenewKind.UNKNOWN, None)
    assert renewals_last_minute(registry, clock) == 0
    assert registry.view().full.applications == ()


def test_a_renewal_extends_the_lease_and_counts(registered: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    assert registered.renew(KEY) == (RenewKind.RENEWED, None)
    assert is_extended(registered, clock)
    assert renewals_last_minute(registered, clock) == 1


def test_a_renewal_makes_no_change(registered: PeerAwareInstanceRegistry) -> None:
    listener = RecordingListener()
    registered.subscribe(listener)
    before = registered.view()
    for claim in (RenewClaim(), OLDER, EQUAL, NEWER):
        registered.renew(KEY, claim)
        registered.renew(KEY, claim, is_replication=True)
    assert listener.changes == []
    assert registered.view() is before


@pytest.mark.parametrize(
    ("claim", "is_replication", "kind"),
    [
        (RenewClaim(), False, RenewKind.RENEWED),
        (RenewClaim(), True, RenewKind.RENEWED),
        (EQUAL, False, RenewKind.RENEWED),
        (EQUAL, True, RenewKind.RENEWED),
        (NEWER, False, RenewKind.CLIENT_IS_NEWER),
        (NEWER, True, RenewKind.CLIENT_IS_NEWER),
        (OLDER, False, RenewKind.RENEWED),
        (OLDER, True, RenewKind.CONFLICT),
    ],
)
def test_the_claim_is_judged_and_the_lease_renewed_whatever_comes_of_it(
    registered: PeerAwareInstanceRegistry,
    clock: FakeClock,
    claim: RenewClaim,
    is_replication: bool,
    kind: RenewKind,
) -> None:
    outcome = registered.renew(KEY, claim, is_replication=is_replication)
    assert outcome.kind is kind
    assert is_extended(registered, clock)
    assert renewals_last_minute(registered, clock) == 1


def test_on_a_conflict_the_peer_gets_what_is_held_with_its_lease_times_of_now(
    registered: PeerAwareInstanceRegistry,
) -> None:
    outcome = registered.renew(KEY, OLDER, is_replication=True)
    assert outcome.holder == held(registered)


@pytest.mark.parametrize("claim", [OLDER, EQUAL, NEWER])
@pytest.mark.parametrize("is_replication", [False, True])
def test_the_judging_of_claims_can_be_switched_off(clock: FakeClock, claim: RenewClaim, is_replication: bool) -> None:
    registry = a_registry(Config(registry=RegistryConfig(sync_when_timestamp_differs=False)), clock=clock)
    registry.register(an_instance(last_dirty_timestamp=REGISTERED_AT))
    assert registry.renew(KEY, claim, is_replication=is_replication).kind is RenewKind.RENEWED


def test_w7_an_instance_of_unknown_status_has_to_register_anew(
    registered: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    registered.update_status(KEY, OUT)
    registered.delete_status_override(KEY)
    assert held(registered).status is UNKNOWN
    clock.advance(seconds=1)
    assert registered.renew(KEY).kind is RenewKind.UNKNOWN
    assert not is_extended(registered, clock)
    assert renewals_last_minute(registered, clock) == 0
    registered.register(an_instance(last_dirty_timestamp=REGISTERED_AT))
    assert held(registered).status is UP


def test_w2_a_peer_that_is_newer_brings_its_override_and_the_status_follows_at_once(
    registered: PeerAwareInstanceRegistry,
) -> None:
    listener = RecordingListener()
    registered.subscribe(listener)
    registered.renew(KEY, RenewClaim(REGISTERED_AT + 1, OUT), is_replication=True)
    assert registered.overrides() == {KEY: OUT}
    assert (held(registered).status, held(registered).overridden_status) == (OUT, OUT)
    assert [(change.kind, change.instance.status) for change in listener.changes] == [(ActionType.MODIFIED, OUT)]
    registered.renew(KEY)
    assert held(registered).status is OUT
    assert registered.view().apps_hashcode == "OUT_OF_SERVICE_1_"


def test_an_override_is_brought_to_an_instance_that_is_not_ready_and_waits(
    registry: PeerAwareInstanceRegistry,
) -> None:
    registry.register(an_instance(status=DOWN, last_dirty_timestamp=REGISTERED_AT))
    registry.renew(KEY, RenewClaim(REGISTERED_AT + 1, OUT), is_replication=True)
    assert (held(registry).status, held(registry).overridden_status) == (DOWN, OUT)


@pytest.mark.parametrize(
    ("claim", "is_replication"),
    [
        (RenewClaim(REGISTERED_AT + 1, OUT), False),
        (RenewClaim(REGISTERED_AT, OUT), True),
        (RenewClaim(REGISTERED_AT - 1, OUT), True),
        (RenewClaim(None, OUT), True),
        (RenewClaim(REGISTERED_AT + 1, UNKNOWN), True),
        (RenewClaim(REGISTERED_AT + 1, None), True),
    ],
)
def test_only_a_peer_that_is_newer_and_has_an_override_brings_one(
    registered: PeerAwareInstanceRegistry, claim: RenewClaim, is_replication: bool
) -> None:
    registered.renew(KEY, claim, is_replication=is_replication)
    assert registered.overrides() == {}
    assert held(registered).status is UP


def test_the_same_override_again_makes_no_change(registered: PeerAwareInstanceRegistry) -> None:
    claim = RenewClaim(REGISTERED_AT + 1, OUT)
    registered.renew(KEY, claim, is_replication=True)
    version = registered.view().version
    registered.renew(KEY, claim, is_replication=True)
    assert registered.view().version == version


class DrainedSiteRule(StatusOverrideRule):
    """A rule that changes its mind while leases live, as Amazon's groups do."""

    is_drained = False

    def apply(self, candidate: Candidate) -> InstanceStatus | None:
        return OUT if self.is_drained else None


def test_a_status_that_a_rule_changes_is_a_change_like_any_other(clock: FakeClock) -> None:
    rule, listener = DrainedSiteRule(), RecordingListener()
    registry = a_registry(clock=clock, rules=(*DEFAULT_RULES[:2], rule, *DEFAULT_RULES[2:]))
    registry.register(an_instance(last_dirty_timestamp=REGISTERED_AT))
    registry.subscribe(listener)
    rule.is_drained = True
    clock.advance(seconds=1)
    assert registry.renew(KEY).kind is RenewKind.RENEWED
    (change,) = listener.changes
    assert (change.kind, change.instance.status) == (ActionType.MODIFIED, OUT)
    assert change.instance.last_updated_timestamp == clock.wall_ms()
    assert change.instance.last_dirty_timestamp == REGISTERED_AT
    assert registry.view().apps_hashcode == "OUT_OF_SERVICE_1_"
    assert registry.overrides() == {}


def test_one_renewal_makes_one_change_at_most_and_tells_of_it(clock: FakeClock) -> None:
    rule, listener = DrainedSiteRule(), RecordingListener()
    registry = a_registry(clock=clock, rules=(*DEFAULT_RULES[:2], rule, *DEFAULT_RULES[2:]))
    registry.register(an_instance(last_dirty_timestamp=REGISTERED_AT))
    registry.subscribe(listener)
    rule.is_drained = True
    before = registry.view().version
    registry.renew(KEY, RenewClaim(REGISTERED_AT + 1, DOWN), is_replication=True)
    assert (held(registry).status, held(registry).overridden_status) == (DOWN, DOWN)
    assert [change.version for change in listener.changes] == [before + 1]
    assert registry.view().version == before + 1
