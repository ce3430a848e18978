"""Any sequence of verbs, done to a registry and to the naive one, with everything that can be read compared after each.

A test makes a `TestCase` of the machine, or runs it against a registry that it knows to be wrong.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from eureka_py.clock import NS_PER_S
from eureka_py.config import (
    Config,
    EvictionConfig,
    LimitsConfig,
    MetadataConfig,
    OverridesConfig,
    PreservationConfig,
    RegistryConfig,
)
from eureka_py.config.settings import GLOBAL, PER_LEASE
from eureka_py.lease.renewal import RenewClaim
from eureka_py.model import Applications, InstanceInfo, InstanceKey, InstanceStatus, LeaseInfo
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.registry.rule import DEFAULT_RULES, Candidate, StatusOverrideRule
from eureka_py.registry.view import EMPTY_VIEW, RegistryView
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.listener import RecordingListener
from eureka_py.testing.replicator import RecordingReplicator
from tests.property.naive_registry import Fields, Key, NaiveRegistry, Rules

SCOPES = ("", "uat")
KEYS: tuple[Key, ...] = (
    ("", "ORDERS", "1"),
    ("", "ORDERS", "2"),
    ("", "BILLING", "1"),
    ("", "BILLING", "2"),
    ("uat", "ORDERS", "1"),
)
ADDRESSES = ("a", "b", "c", "A", "a,b")
REFRESH_S = 180
CLIENTS = 2

any_key = st.sampled_from(KEYS)
held_key = st.runner().flatmap(lambda machine: st.sampled_from(sorted(machine.naive.leases) or KEYS))
mostly_held = held_key | held_key | any_key
statuses = st.sampled_from([status.value for status in InstanceStatus])
mostly_ready = st.sampled_from(["UP", "UP", "UP", "OUT_OF_SERVICE", "STARTING", "DOWN", "UNKNOWN"])
dirty_steps = st.sampled_from([-5, 0, 5])
"""Older than what is held, as old, newer."""
comma_lists = st.sampled_from([None, "a", "b", "a,b", " b , c ", "A,a"])
lease_terms = st.sampled_from([(30, 90), (30, 90), (10, 20), (30, 86_400)])
metadata = st.dictionaries(st.sampled_from(["zone", "color"]), st.sampled_from(["1", "2"]))
waits_s = st.sampled_from([0.4, 1, 15, 31, 61, 95, 185, 4_000])


class DrainedSiteRule(StatusOverrideRule):
    """A rule that changes its mind while leases live, as that of Amazon's groups does."""

    is_drained = False

    def apply(self, candidate: Candidate) -> InstanceStatus | None:
        return InstanceStatus.OUT_OF_SERVICE if self.is_drained else None


class ReadingClient:
    """Reads once in full, then deltas as long as none can have been missed, as Eureka's clients do."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], InstanceInfo] | None = None
        self.read_at_ns = 0

    def read(self, view: RegistryView, *, now_ns: int, swept_before_ns: int) -> None:
        if self.held is None or self.read_at_ns < swept_before_ns:
            self.held = by_name(view.full)
        else:
            for name, instance in by_name(view.delta).items():
                if instance.action_type == "DELETED":
                    self.held.pop(name, None)
                else:
                    self.held[name] = instance
        self.read_at_ns = now_ns


class EarlierView(NamedTuple):
    """A view that was taken and not looked at, with what it should show for ever."""

    view: RegistryView
    full: dict[Key, Fields]
    delta: dict[Key, Fields]


class RegistryMachine(RuleBasedStateMachine):
    """The verbs as rules, the readings as invariants."""

    registry_type: type[PeerAwareInstanceRegistry] = PeerAwareInstanceRegistry
    limits: Mapping[str, Any] = {}

    @initialize(
        is_global=st.booleans(),
        is_preserving=st.booleans(),
        is_limited=st.booleans(),
        survives_registration=st.booleans(),
        override_lifetime_s=st.sampled_from([0, 0, 600]),
        initial_expected_clients=st.sampled_from([0, 1]),
        registered=st.sets(any_key, min_size=1),
    )
    def build(self, registered: set[Key], **settings: Any) -> None:
        rules = Rules(**settings, **self.limits)
        self.clock = FakeClock()
        self.drain = DrainedSiteRule()
        self.replicator = RecordingReplicator()
        self.listener = RecordingListener()
        self.registry = self.registry_type(
            config_of(rules),
            clock=self.clock,
            random=Random(0),
            replicator=self.replicator,
            rules=(*DEFAULT_RULES[:2], self.drain, *DEFAULT_RULES[2:]),
        )
        self.registry.subscribe(self.listener)
        self.naive = NaiveRegistry(rules, now_ns=self.clock.monotonic_ns(), now_ms=self.clock.wall_ms())
        self.clients = [ReadingClient() for _ in range(CLIENTS)]
        self.earlier: list[EarlierView] = []
        self.previous: dict[str, RegistryView] = {}
        self.changes_seen = self.told_seen = 0
        for key in sorted(registered):
            self.register(key, "UP", "UNKNOWN", 0, "a", None, (30, 90), {}, 1, False)

    # time

    @rule(seconds=waits_s)
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)
        self._tell_time()

    @rule(seconds=st.sampled_from([-86_400, -1, 1, 86_400]))
    def the_wall_clock_jumps(self, seconds: int) -> None:
        self.clock.jump_wall(seconds=seconds)
        self._tell_time()

    @rule()
    def old_changes_are_swept(self) -> None:
        self.registry.sweep_recent_changes()
        self.naive.sweep_recent_changes()

    @rule()
    def the_leases_are_recounted(self) -> None:
        self.registry.recount_leases()
        self.naive.recount()

    @rule(additional_ms=st.sampled_from([0, 0, 10_000]))
    def expired_leases_are_evicted(self, additional_ms: int) -> None:
        self.naive.begin_eviction()
        expired, count = self.naive.evictable(additional_ms)
        assert self.registry.evict(additional_lease_ms=additional_ms) == count
        gone: list[Key] = [change.key for change in self.listener.changes[len(self.naive.log) :]]
        assert len(gone) == len(set(gone)) == count
        assert expired.issuperset(gone), "a live lease was evicted"
        for key in gone:
            self.naive.evict(key)

    # verbs

    @rule(
        key=any_key,
        status=mostly_ready,
        overridden=st.sampled_from(["UNKNOWN", "UNKNOWN", "UNKNOWN", "OUT_OF_SERVICE", "UP"]),
        dirty_step=dirty_steps,
        vips=comma_lists,
        secure_vips=comma_lists,
        terms=lease_terms,
        entries=metadata,
        port=st.integers(1, 3),
        is_replication=st.booleans(),
    )
    def register(
        self,
        key: Key,
        status: str,
        overridden: str,
        dirty_step: int,
        vips: str | None,
        secure_vips: str | None,
        terms: tuple[int, int],
        entries: dict[str, str],
        port: int,
        is_replication: bool,
    ) -> None:
        sent = {
            "status": status,
            "overridden": overridden,
            "dirty": self._dirty(key, dirty_step),
            "vips": vips,
            "secure_vips": secure_vips,
            "interval_s": terms[0],
            "duration_s": terms[1],
            "metadata": entries,
            "port": port,
            "ended_ms": 0,
        }
        outcome = self.registry.register(instance_of(key, sent), is_replication=is_replication, scope=key[0])
        assert outcome.kind.name == self.naive.register(key, sent, is_replication=is_replication)

    @rule(
        key=mostly_held,
        dirty_step=st.none() | dirty_steps,
        overridden=st.none() | st.sampled_from(["UNKNOWN", "OUT_OF_SERVICE", "UP", "DOWN"]),
        is_replication=st.booleans(),
    )
    def renew(self, key: Key, dirty_step: int | None, overridden: str | None, is_replication: bool) -> None:
        dirty = None if dirty_step is None else self._dirty(key, dirty_step)
        claim = RenewClaim(dirty, InstanceStatus(overridden) if overridden else None)
        outcome = self.registry.renew(InstanceKey(*key), claim, is_replication=is_replication)
        assert outcome.kind.name == self.naive.renew(key, dirty, overridden, is_replication=is_replication)
        assert (outcome.holder is not None) == (outcome.kind.name == "CONFLICT")
        if outcome.holder is not None:
            assert fields_of(outcome.holder) == self.naive.leases[key].fields

    @rule()
    def everyone_renews(self) -> None:
        for key in KEYS:
            self.registry.renew(InstanceKey(*key))
            self.naive.renew(key, None, None, is_replication=False)

    @rule(key=mostly_held, is_replication=st.booleans())
    def cancel(self, key: Key, is_replication: bool) -> None:
        cancelled = self.registry.cancel(InstanceKey(*key), is_replication=is_replication)
        assert cancelled == self.naive.cancel(key, is_replication=is_replication)

    @rule(key=mostly_held, status=statuses, dirty_step=st.none() | dirty_steps, is_replication=st.booleans())
    def update_status(self, key: Key, status: str, dirty_step: int | None, is_replication: bool) -> None:
        dirty = None if dirty_step is None else self._dirty(key, dirty_step)
        updated = self.registry.update_status(
            InstanceKey(*key), InstanceStatus(status), last_dirty_timestamp=dirty, is_replication=is_replication
        )
        assert updated == self.naive.update_status(key, status, dirty, is_replication=is_replication)

    @rule(key=mostly_held, status=statuses, dirty_step=st.none() | dirty_steps, is_replication=st.booleans())
    def delete_status_override(self, key: Key, status: str, dirty_step: int | None, is_replication: bool) -> None:
        dirty = None if dirty_step is None else self._dirty(key, dirty_step)
        deleted = self.registry.delete_status_override(
            InstanceKey(*key), InstanceStatus(status), last_dirty_timestamp=dirty, is_replication=is_replication
        )
        assert deleted == self.naive.delete_status_override(key, status, dirty, is_replication=is_replication)

    @rule(key=mostly_held, entries=metadata)
    def update_metadata(self, key: Key, entries: dict[str, str]) -> None:
        outcome = self.registry.update_metadata(InstanceKey(*key), entries)
        assert outcome.kind.name == self.naive.update_metadata(key, entries)

    @rule(is_drained=st.booleans())
    def the_site_is_drained_or_not(self, is_drained: bool) -> None:
        self.drain.is_drained = self.naive.is_drained = is_drained

    # readers

    @rule(number=st.integers(0, CLIENTS - 1))
    def a_client_reads(self, number: int) -> None:
        view, client = self.registry.view(), self.clients[number]
        client.read(view, now_ns=self.naive.now_ns, swept_before_ns=self.naive.swept_before_ns)
        assert client.held == by_name(view.full), "full is not the full before plus the delta"
        assert recount([instance.status for instance in client.held.values()]) == view.apps_hashcode

    @rule(scope=st.sampled_from(SCOPES))
    @precondition(lambda self: len(self.earlier) < 3)
    def a_view_is_taken(self, scope: str) -> None:
        view = self.registry.view(scope)
        self.earlier.append(EarlierView(view, self.naive.full(scope), self.naive.delta(scope)))

    # invariants

    @invariant()
    def every_change_is_told_once(self) -> None:
        told = self.listener.changes[self.changes_seen :]
        made = self.naive.log[self.changes_seen :]
        assert [(one.version, one.kind.value, tuple(one.key), fields_of(one.instance)) for one in told] == [
            (one.version, one.kind, one.key, one.fields) for one in made
        ]
        self.changes_seen = len(self.naive.log)

    @invariant()
    def the_peers_are_told_what_was_done_here(self) -> None:
        told = self.replicator.told[self.told_seen :]
        assert [(one.verb, tuple(one.key)) for one in told] == [
            (verb, key) for verb, key, _ in self.naive.told[self.told_seen :]
        ]
        for message, (_, _, expected) in zip(told, self.naive.told[self.told_seen :], strict=True):
            assert (fields_of(message.instance) if message.instance else message.status) == expected
        self.told_seen = len(self.naive.told)

    @invariant()
    def views_show_what_is_held(self) -> None:
        for scope in SCOPES:
            view = self.registry.view(scope)
            check_view(view, self.naive.full(scope), self.naive.delta(scope))
            assert view.version == self.naive.version(scope)
            is_fresh = view.refreshed_at_ns > self.naive.now_ns - REFRESH_S * NS_PER_S
            assert is_fresh or view is EMPTY_VIEW
            for name, instance in by_name(view.full, with_renewals=True).items():
                shown_ms = instance.lease_info.last_renewal_timestamp
                key = (scope, *name)
                assert self.naive.leases[key].fields["registered_ms"] <= shown_ms <= self.naive.last_renewal_ms(key)
            if scope in self.previous:
                check_step(self.previous[scope], view)
            self.previous[scope] = view

    @invariant()
    def earlier_views_never_change(self) -> None:
        for earlier in self.earlier:
            check_view(earlier.view, earlier.full, earlier.delta)

    @invariant()
    def single_instances_are_read_as_they_are_now(self) -> None:
        for key in KEYS:
            instance = self.registry.instance(InstanceKey(*key))
            assert (instance is not None) == self.naive.is_readable(key)
            if instance is not None:
                assert fields_of(instance) == self.naive.leases[key].fields
                assert instance.lease_info.last_renewal_timestamp == self.naive.last_renewal_ms(key)
        for instance_id in ("1", "2"):
            found = self.registry.instance_by_id(instance_id)
            readable = [key for key in sorted(KEYS) if key[::2] == ("", instance_id) and self.naive.is_readable(key)]
            assert (found.app_name if found else None) == (readable[0][1] if readable else None)

    @invariant()
    def overrides_and_the_last_n_are_as_they_should_be(self) -> None:
        overrides = {tuple(key): status for key, status in self.registry.overrides().items()}
        assert overrides == self.naive.all_overrides()
        for events, expected in (
            (self.registry.recent_registrations(), self.naive.registrations),
            (self.registry.recent_cancellations(), self.naive.cancellations),
        ):
            assert [(event.at_ms, tuple(event.key)) for event in events] == expected

    @invariant()
    def self_preservation_counts_right(self) -> None:
        report = self.registry.preservation()
        judgement = report.state.judgement
        assert (judgement.expected, judgement.seen, judgement.needed) == self.naive.judgement()
        assert report.state.is_active == self.naive.is_preservation_active()
        assert report.renewals_last_minute == self.naive.renewals_last_minute()
        expired, count = self.naive.evictable(0)
        assert {tuple(one.key) for one in report.expired} == expired
        assert report.evictable_now == count

    # help

    def _tell_time(self) -> None:
        self.naive.now_ns, self.naive.now_ms = self.clock.monotonic_ns(), self.clock.wall_ms()

    def _dirty(self, key: Key, step: int) -> int:
        lease = self.naive.leases.get(key)
        return int(lease.fields["dirty"] if lease else 1_000) + step


def config_of(rules: Rules) -> Config:
    return Config(
        registry=RegistryConfig(recent_leases=rules.recent_leases),
        eviction=EvictionConfig(limited=rules.is_limited),
        preservation=PreservationConfig(
            enabled=rules.is_preserving,
            arithmetic=GLOBAL if rules.is_global else PER_LEASE,
            initial_expected_clients=rules.initial_expected_clients,
        ),
        overrides=OverridesConfig(lifetime_s=rules.override_lifetime_s),
        metadata=MetadataConfig(survives_registration=rules.survives_registration),
        limits=LimitsConfig(instances=rules.most_instances, metadata_entries=rules.most_entries),
    )


def instance_of(key: Key, sent: Fields) -> InstanceInfo:
    return an_instance(
        key[1],
        key[2],
        status=InstanceStatus(sent["status"]),
        overridden_status=InstanceStatus(sent["overridden"]),
        last_dirty_timestamp=sent["dirty"],
        vip_address=sent["vips"],
        secure_vip_address=sent["secure_vips"],
        lease_info=LeaseInfo(renewal_interval_in_secs=sent["interval_s"], duration_in_secs=sent["duration_s"]),
        metadata=sent["metadata"],
        port=sent["port"],
    )


def fields_of(instance: InstanceInfo) -> Fields:
    """Return what the naive registry knows of an instance."""
    lease_info = instance.lease_info
    return {
        "status": instance.status.value,
        "overridden": instance.overridden_status.value,
        "dirty": instance.last_dirty_timestamp,
        "vips": instance.vip_address,
        "secure_vips": instance.secure_vip_address,
        "interval_s": lease_info.renewal_interval_in_secs,
        "duration_s": lease_info.duration_in_secs,
        "metadata": dict(instance.metadata),
        "port": instance.port,
        "ended_ms": lease_info.eviction_timestamp,
        "registered_ms": lease_info.registration_timestamp,
        "up_ms": lease_info.service_up_timestamp,
        "updated_ms": instance.last_updated_timestamp,
        "action": instance.action_type.value if instance.action_type else None,
    }


def by_name(applications: Applications, *, with_renewals: bool = False) -> dict[tuple[str, str], InstanceInfo]:
    """Return the instances by application and id, each once; without the renewal times, which make no change."""
    found: dict[tuple[str, str], InstanceInfo] = {}
    for application in applications.applications:
        assert application.instances, "an application without instances"
        for instance in application.instances:
            assert instance.app_name == application.name
            assert (application.name, instance.id) not in found
            if not with_renewals:
                lease_info = dataclasses.replace(instance.lease_info, last_renewal_timestamp=0)
                instance = dataclasses.replace(instance, lease_info=lease_info)
            found[application.name, instance.id] = instance
    return found


def recount(shown: list[Any]) -> str:
    """Return the hashcode of so many statuses, counted one by one."""
    names = sorted(InstanceStatus.__members__)
    return "".join(f"{name}_{shown.count(name)}_" for name in names if shown.count(name))


def check_view(view: RegistryView, full: dict[Key, Fields], delta: dict[Key, Fields]) -> None:
    """Check that all that a view shows is what it should, and agrees with itself."""
    assert {name: fields_of(instance) for name, instance in by_name(view.full).items()} == {
        key[1:]: fields for key, fields in full.items()
    }
    assert {name: fields_of(instance) for name, instance in by_name(view.delta).items()} == {
        key[1:]: fields for key, fields in delta.items()
    }
    hashcode = recount([fields["status"] for fields in full.values()])
    assert view.apps_hashcode == view.full.apps_hashcode == view.delta.apps_hashcode == hashcode
    assert set(view.applications) == {app_name for _, app_name, _ in full}
    for address in ADDRESSES:
        check_vip(view.vip(address), address, "vips", full)
        check_vip(view.secure_vip(address), address, "secure_vips", full)


def check_vip(answer: Applications, address: str, kind: str, full: dict[Key, Fields]) -> None:
    expected = {key[1:]: fields for key, fields in full.items() if address in listed(fields[kind])}
    assert {name: fields_of(instance) for name, instance in by_name(answer).items()} == expected
    assert answer.apps_hashcode == recount([fields["status"] for fields in expected.values()])


def listed(comma_list: str | None) -> list[str]:
    return [element.strip() for element in (comma_list or "").split(",")]


def check_step(before: RegistryView, after: RegistryView) -> None:
    """Check what must hold between two views of a scope, taken one after the other."""
    assert after.version >= before.version
    assert after.delta_serial >= before.delta_serial
    if by_name(after.delta) != by_name(before.delta) or after.apps_hashcode != before.apps_hashcode:
        assert after.delta_serial > before.delta_serial
    if after.refreshed_at_ns != before.refreshed_at_ns:
        return
    for name, application in after.applications.items():
        held = before.application(name)
        if held is not None and held.version == application.version:
            assert application is held
    if (after.version, after.delta_serial) == (before.version, before.delta_serial):
        assert after is before
