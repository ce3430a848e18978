"""Defects of Eureka's Java server, put back one by one: whoever brings one in again is found out."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from eureka_py.clock import NS_PER_S, Clock
from eureka_py.config import Config, PreservationConfig
from eureka_py.config.settings import GLOBAL
from eureka_py.lease.renewal import RenewClaim, RenewOutcome
from eureka_py.model import Change, InstanceInfo, InstanceKey, InstanceStatus
from eureka_py.registry.change_feed import ChangeFeed
from eureka_py.registry.lease_book import LeaseBook
from eureka_py.registry.lease_table import InstanceLease, LeaseTable
from eureka_py.registry.overrides import Overrides
from eureka_py.registry.peer_aware import NoPeers, PeerAwareInstanceRegistry
from eureka_py.registry.recent_leases import LeaseEvent
from eureka_py.registry.rule import DEFAULT_RULES, Candidate, decide_status
from eureka_py.registry.scope_index import ScopeIndex
from eureka_py.testing import FakeClock, an_instance
from tests.property.registry_machine import RegistryMachine, recount

SEARCH = settings(
    max_examples=300,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class BookOfSilentRenewals(LeaseBook):
    def renew_locked(
        self, key: InstanceKey, claim: RenewClaim, *, is_replication: bool
    ) -> tuple[RenewOutcome[InstanceInfo], Change | None]:
        lease = self._table.get_locked(key)
        if lease is not None:
            held = lease.holder.status
            candidate = Candidate(held, self.overrides.get(key), held, is_replication)
            lease.holder = dataclasses.replace(lease.holder, status=decide_status(self._rules, candidate))
        return super().renew_locked(key, claim, is_replication=is_replication)


class SilentRenewal(PeerAwareInstanceRegistry):
    """A renewal changes the status, and neither delta nor caches nor listeners hear of it."""

    def __init__(self, config: Config, **parts: Any) -> None:
        super().__init__(config, **parts)
        self._book.__class__ = BookOfSilentRenewals


class OverridesById(Overrides):
    """One application's override is that of every instance with the same id."""

    def __init__(self, *, lifetime_s: int, clock: Clock) -> None:
        super().__init__(lifetime_s=lifetime_s, clock=clock)
        self._last: dict[str, InstanceKey] = {}

    def get(self, key: InstanceKey) -> InstanceStatus | None:
        return super().get(_by_id(key))

    def put(self, key: InstanceKey, status: InstanceStatus) -> None:
        super().put(_by_id(key), status)
        self._last[key.instance_id] = key

    def adopt(self, key: InstanceKey, status: InstanceStatus) -> None:
        if status is not InstanceStatus.UNKNOWN and self.get(key) is None:
            self._last[key.instance_id] = key
        super().adopt(_by_id(key), status)

    def remove(self, key: InstanceKey) -> InstanceStatus | None:
        return super().remove(_by_id(key))

    def lease_evicted(self, key: InstanceKey) -> None:
        super().lease_evicted(_by_id(key))

    def snapshot(self) -> Mapping[InstanceKey, InstanceStatus]:
        return {self._last[key.instance_id]: status for key, status in super().snapshot().items()}


def _by_id(key: InstanceKey) -> InstanceKey:
    return InstanceKey("", "", key.instance_id)


class ForgetfulOverrides(Overrides):
    """An override is dropped an hour after it was last looked at, though its lease lives."""

    def __init__(self, *, lifetime_s: int, clock: Clock) -> None:
        super().__init__(lifetime_s=lifetime_s, clock=clock)
        self._used_at_ns: dict[InstanceKey, int] = {}

    def get(self, key: InstanceKey) -> InstanceStatus | None:
        self._forget_unused()
        self._used_at_ns[key] = self._clock.monotonic_ns()
        return super().get(key)

    def put(self, key: InstanceKey, status: InstanceStatus) -> None:
        self._used_at_ns[key] = self._clock.monotonic_ns()
        super().put(key, status)

    def snapshot(self) -> Mapping[InstanceKey, InstanceStatus]:
        self._forget_unused()
        return super().snapshot()

    def _forget_unused(self) -> None:
        oldest_ns = self._clock.monotonic_ns() - 3_600 * NS_PER_S
        for key in [key for key, used_at_ns in self._used_at_ns.items() if used_at_ns < oldest_ns]:
            del self._used_at_ns[key]
            self.remove(key)


class WithOtherOverrides(PeerAwareInstanceRegistry):
    overrides_type: type[Overrides]

    def __init__(self, config: Config, **parts: Any) -> None:
        super().__init__(config, **parts)
        self._book.overrides = self.overrides_type(lifetime_s=config.overrides.lifetime_s, clock=self._clock)


class SharedOverrides(WithOtherOverrides):
    overrides_type = OverridesById


class ExpiringOverrides(WithOtherOverrides):
    overrides_type = ForgetfulOverrides


class UnrecordedOverride(PeerAwareInstanceRegistry):
    """To override a status by the one that is shown already does nothing."""

    def update_status(
        self,
        key: InstanceKey,
        status: InstanceStatus,
        *,
        last_dirty_timestamp: int | None = None,
        is_replication: bool = False,
    ) -> bool:
        with self._table.lock:
            lease = self._table.get_locked(key)
            if lease is not None and lease.holder.status is status:
                lease.renew()
                if not is_replication:
                    self._replicator.update_status(key, status)
                return True
        return super().update_status(
            key, status, last_dirty_timestamp=last_dirty_timestamp, is_replication=is_replication
        )


class MissedCancelIsNoted(PeerAwareInstanceRegistry):
    """A cancel of what is not there is listed among the last cancellations."""

    def cancel(self, key: InstanceKey, *, is_replication: bool = False) -> bool:
        is_cancelled = super().cancel(key, is_replication=is_replication)
        if not is_cancelled:
            self._book.cancellations.add(LeaseEvent(self._clock.wall_ms(), key))
        return is_cancelled


class MissedCancelDropsOverrides(PeerAwareInstanceRegistry):
    """A cancel of what is not there takes the overrides along that have its id, in whatever application."""

    def cancel(self, key: InstanceKey, *, is_replication: bool = False) -> bool:
        is_cancelled = super().cancel(key, is_replication=is_replication)
        if not is_cancelled:
            for one in self.overrides():
                if one.instance_id == key.instance_id:
                    self._book.overrides.remove(one)
        return is_cancelled


class HoardingIndex(ScopeIndex):
    def apply(self, change: Change, before: InstanceInfo | None, *, is_app_empty: bool) -> None:
        super().apply(change, before, is_app_empty=False)


class KeptEmptyApplications(PeerAwareInstanceRegistry):
    """The name of an application stays when its last instance is gone."""

    def __init__(self, config: Config, **parts: Any) -> None:
        super().__init__(config, **parts)
        for index in self._feed._indexes.values():
            index.__class__ = HoardingIndex


def assert_found_out(registry_type: type[PeerAwareInstanceRegistry]) -> None:
    class Machine(RegistryMachine):
        pass

    Machine.registry_type = registry_type
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Machine, settings=SEARCH)


@pytest.mark.parametrize(
    "registry_type",
    [
        pytest.param(SilentRenewal, id="D20 status changed by a renewal, silently"),
        pytest.param(SharedOverrides, id="D22 overrides by id alone"),
        pytest.param(ExpiringOverrides, id="D23 override forgotten after an hour"),
        pytest.param(UnrecordedOverride, id="D24 same status, no override"),
        pytest.param(MissedCancelIsNoted, id="D25 missed cancel is noted"),
        pytest.param(MissedCancelDropsOverrides, id="D25 missed cancel drops overrides"),
        pytest.param(KeptEmptyApplications, id="D26 empty applications are kept"),
    ],
)
def test_the_machine_finds(registry_type: type[PeerAwareInstanceRegistry]) -> None:
    assert_found_out(registry_type)


def test_the_same_search_finds_nothing_in_the_registry_as_it_is() -> None:
    run_state_machine_as_test(RegistryMachine, settings=settings(SEARCH, max_examples=30))


# D21: what one thread reads, another has changed before it writes. No sequence of verbs shows that, so that a switch
# of threads is put where it hurts: between the reading of the held lease and the writing of the new one.


class SwitchingTable(LeaseTable):
    """Lets `meanwhile` run in another thread as soon as a lease was looked up, once. Without a lock, if so told."""

    def __init__(self, *, is_locking: bool) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] | None = None
        self.other: threading.Thread | None = None
        if not is_locking:
            no_lock: AbstractContextManager[None] = nullcontext()
            self.lock = no_lock  # type: ignore[assignment]

    def get_locked(self, key: InstanceKey) -> InstanceLease | None:
        lease = super().get_locked(key)
        if self.meanwhile is not None:
            self.other, self.meanwhile = threading.Thread(target=self.meanwhile), None
            self.other.start()
            self.other.join(timeout=0.1)  # until it is done, or waits for the lock
        return lease


def raced(first: Callable[..., object], second: Callable[..., object], *, is_locking: bool) -> None:
    """Let two verbs race for one instance, which is held already unless both register it; check what is derived."""
    config = Config(preservation=PreservationConfig(arithmetic=GLOBAL))
    table = SwitchingTable(is_locking=is_locking)
    registry = RegistryOver(table, config)
    if (first, second) != (register, register):
        register(registry)
    table.meanwhile = lambda: second(registry)
    first(registry)
    assert table.other is not None
    table.other.join()
    shown = [one.status for application in registry.view().full.applications for one in application.instances]
    assert registry.view().apps_hashcode == recount(shown)
    assert registry.preservation().state.judgement.expected == 2 * len(shown)


class RegistryOver(PeerAwareInstanceRegistry):
    def __init__(self, table: LeaseTable, config: Config) -> None:
        super().__init__(config, clock=FakeClock(), random=Random(0), replicator=NoPeers())
        self._table = table
        self._feed = ChangeFeed(table, config, self._clock)
        self._book = LeaseBook(
            config,
            table=table,
            feed=self._feed,
            expiration=self._expiration,
            rules=DEFAULT_RULES,
            limits=self._limits,
            clock=self._clock,
        )


def register(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance())


def cancel(registry: PeerAwareInstanceRegistry) -> None:
    registry.cancel(an_instance().key())


def take_out(registry: PeerAwareInstanceRegistry) -> None:
    registry.update_status(an_instance().key(), InstanceStatus.OUT_OF_SERVICE)


def report_down(registry: PeerAwareInstanceRegistry) -> None:
    registry.register(an_instance(status=InstanceStatus.DOWN))


RACES = [(register, register), (take_out, cancel), (take_out, report_down), (report_down, cancel)]


@pytest.mark.parametrize(("first", "second"), RACES)
def test_d21_without_the_lock_two_verbs_at_once_break_the_registry(
    first: Callable[..., object], second: Callable[..., object]
) -> None:
    with pytest.raises((AssertionError, KeyError)):
        raced(first, second, is_locking=False)


@pytest.mark.parametrize(("first", "second"), RACES)
def test_d21_with_the_lock_they_come_one_after_the_other(
    first: Callable[..., object], second: Callable[..., object]
) -> None:
    raced(first, second, is_locking=True)
