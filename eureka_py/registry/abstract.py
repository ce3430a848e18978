"""The registry of one node: every verb as a short story told over the parts beside this file."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from random import Random

from eureka_py.clock import NS_PER_MS, Clock
from eureka_py.config import Config
from eureka_py.lease import LeaseManager
from eureka_py.lease.registration import UNKNOWN, RegisterOutcome
from eureka_py.lease.renewal import NO_CLAIM, RenewClaim, RenewOutcome
from eureka_py.model import (
    DEFAULT_SCOPE,
    InstanceInfo,
    InstanceKey,
    InstanceStatus,
)
from eureka_py.registry.change_feed import ChangeFeed
from eureka_py.registry.eviction import CompensationTime
from eureka_py.registry.instance_limits import InstanceLimits
from eureka_py.registry.interface import ChangeListener, PreservationReport
from eureka_py.registry.lease_book import LeaseBook
from eureka_py.registry.lease_expiration import LeaseExpiration
from eureka_py.registry.lease_table import InstanceLease, LeaseTable
from eureka_py.registry.readings import ExpirationFigures, RegistrySize
from eureka_py.registry.recent_leases import LeaseEvent
from eureka_py.registry.rule import DEFAULT_RULES, StatusOverrideRule
from eureka_py.registry.view import RegistryView, with_lease_times

logger = logging.getLogger(__name__)


class AbstractInstanceRegistry(LeaseManager[InstanceInfo]):
    """What one node knows.

    Each verb decides and acts in one step of the lease book, under the lock of the lease table, and tells its listeners
    when the lock is free. Eviction does not go through `cancel`, so that peers are not told of it.
    Source: Netflix AbstractInstanceRegistry.
    """

    def __init__(
        self,
        config: Config,
        *,
        clock: Clock,
        random: Random,
        rules: Sequence[StatusOverrideRule] = DEFAULT_RULES,
    ) -> None:
        self._clock = clock
        self._table = LeaseTable()
        self._feed = ChangeFeed(self._table, config, clock)
        self._expiration = LeaseExpiration(config, clock=clock, random=random)
        self._limits = InstanceLimits(config.limits)
        self._book = LeaseBook(
            config,
            table=self._table,
            feed=self._feed,
            expiration=self._expiration,
            rules=rules,
            limits=self._limits,
            clock=clock,
        )
        self._compensation = CompensationTime(config.eviction.interval_ms)

    # --- verbs -----------------------------------------------------------------------------------------------------

    def register(
        self, holder: InstanceInfo, *, is_replication: bool = False, scope: str = DEFAULT_SCOPE
    ) -> RegisterOutcome:
        """Grant a lease, or a new one in place of the one held, unless there is a limit to that.

        Of two registrations the one with the newer dirty timestamp is kept, but the lease is new in any case.
        """
        refusal = self._limits.refusal(holder)
        if refusal is not None:
            return refusal
        with self._table.lock:
            outcome, change = self._book.register_locked(holder.key(scope), holder, is_replication=is_replication)
        self._feed.publish(change)
        return outcome

    def renew(
        self, key: InstanceKey, claim: RenewClaim = NO_CLAIM, *, is_replication: bool = False
    ) -> RenewOutcome[InstanceInfo]:
        """Renew a lease and judge the claim in one step. A heartbeat is a sign of life even where the claim is off.

        An instance whose status is UNKNOWN has to register anew: so the end of an override reaches its client.
        """
        with self._table.lock:
            outcome, change = self._book.renew_locked(key, claim, is_replication=is_replication)
        self._feed.publish(change)
        return outcome

    def cancel(self, key: InstanceKey, *, is_replication: bool = False) -> bool:
        """End a lease on request; False, and nothing touched, if there is none."""
        with self._table.lock:
            change = self._book.cancel_locked(key)
        self._feed.publish(change)
        return change is not None

    def evict(self, *, additional_lease_ms: int = 0) -> int:
        """End expired leases, in random order and not too many at once; return how many ended.

        Each is looked at again under the lock, so that a lease renewed meanwhile stays.
        """
        with self._table.lock:
            self._book.overrides.sweep()
        additional_ns = additional_lease_ms * NS_PER_MS
        chosen = self._expiration.choose(*self._leases(), additional_ns)
        return sum(self._evict_one(key, lease, additional_ns) for key, lease in chosen)

    def update_status(
        self,
        key: InstanceKey,
        status: InstanceStatus,
        *,
        last_dirty_timestamp: int | None = None,
        is_replication: bool = False,
    ) -> bool:
        """Override an instance's status; False if there is no lease. The lease is renewed."""
        with self._table.lock:
            lease = self._table.get_locked(key)
            if lease is None:
                return False
            change = self._book.override_status_locked(key, lease, status, last_dirty_timestamp)
        self._feed.publish(change)
        return True

    def delete_status_override(
        self,
        key: InstanceKey,
        status: InstanceStatus = InstanceStatus.UNKNOWN,
        *,
        last_dirty_timestamp: int | None = None,
        is_replication: bool = False,
    ) -> bool:
        """End an override and show `status`; without an override nothing but the lease's renewal happens."""
        with self._table.lock:
            lease = self._table.get_locked(key)
            if lease is None:
                return False
            change = self._book.end_override_locked(key, lease, status, last_dirty_timestamp)
        self._feed.publish(change)
        return True

    def update_metadata(self, key: InstanceKey, entries: Mapping[str, str]) -> RegisterOutcome:
        """Add to an instance's metadata, which registers it anew; with all that was added before, it has its limits.

        Source: Netflix InstanceResource.updateMetadata.
        """
        with self._table.lock:
            lease = self._table.get_locked(key)
            if lease is None:
                return UNKNOWN
            outcome, change = self._book.add_metadata_locked(key, lease, entries)
        self._feed.publish(change)
        return outcome

    # --- readings --------------------------------------------------------------------------------------------------

    def view(self, scope: str = DEFAULT_SCOPE) -> RegistryView:
        """Return all of a scope, as of one version: every write that ended before the call is in it."""
        return self._feed.view(scope)

    def instance(self, key: InstanceKey) -> InstanceInfo | None:
        """Return one instance with its lease times of now; None if unknown, or expired while leases expire."""
        with self._table.lock:
            lease = self._table.get_locked(key)
            holder = lease.holder if lease else None
        if lease is None or holder is None or (self._expiration.is_over(lease) and self.is_lease_expiration_enabled()):
            return None
        return with_lease_times(holder, lease)

    def instance_by_id(self, instance_id: str) -> InstanceInfo | None:
        """Return the instance with this id in the first application, by name, that has one."""
        with self._table.lock:
            leases = [self._table.get_locked(key) for key in self._table.keys_with_id_locked(instance_id)]
            held = [(lease.holder, lease) for lease in leases if lease]
        living = [(holder, lease) for holder, lease in held if not self._expiration.is_over(lease)]
        shown = living if len(living) < len(held) and self.is_lease_expiration_enabled() else held
        return with_lease_times(*shown[0]) if shown else None

    def overrides(self) -> Mapping[InstanceKey, InstanceStatus]:
        """Return all status overrides."""
        with self._table.lock:
            return self._book.overrides.snapshot()

    def recent_registrations(self) -> list[LeaseEvent]:
        """Return the last registrations, newest first."""
        with self._table.lock:
            return self._book.registrations.newest_first()

    def recent_cancellations(self) -> list[LeaseEvent]:
        """Return the last cancellations and evictions, newest first."""
        with self._table.lock:
            return self._book.cancellations.newest_first()

    def is_lease_expiration_enabled(self) -> bool:
        """Tell whether expired leases may be evicted now. Source: Netflix isLeaseExpirationEnabled."""
        with self._table.lock:
            leases, renewals = self._table.leases_locked(), self._expiration.renewals_last_minute_locked()
        return not self._expiration.state(leases, renewals).is_active

    def preservation(self) -> PreservationReport:
        """Return what self-preservation expects, sees and holds back."""
        return self._expiration.report(*self._leases())

    def size(self) -> RegistrySize:
        """Return how much there is, from counters."""
        book = self._book
        with self._table.lock:
            return self._feed.size_locked(overrides=len(book.overrides), evicted=book.evicted, cancelled=book.cancelled)

    def expiration_figures(self) -> ExpirationFigures:
        """Return what self-preservation expects, sees and holds back, in figures alone."""
        with self._table.lock:
            leases, renewals = self._table.leases_locked(), self._expiration.renewals_last_minute_locked()
        return self._expiration.figures(leases, renewals)

    # --- what time does --------------------------------------------------------------------------------------------

    def run_eviction(self) -> None:
        """Evict, and forgive every lease as much time as this sweep is late. Source: Netflix EvictionTask."""
        self.evict(additional_lease_ms=self._compensation.next_ms(self._clock.monotonic_ns()))

    def sweep_recent_changes(self) -> None:
        """Drop changes beyond the retention window from the delta."""
        with self._table.lock:
            self._feed.sweep_locked()

    def recount_leases(self) -> None:
        """Tell preservation how many leases there are. Source: Netflix updateRenewalThreshold."""
        with self._table.lock:
            self._expiration.recount_locked(len(self._table.leases_locked()))

    def subscribe(self, listener: ChangeListener) -> None:
        """Have every later change told to `listener`, when the lock is free."""
        self._feed.subscribe(listener)

    # --- steps that take the lock themselves -----------------------------------------------------------------------

    def _evict_one(self, key: InstanceKey, lease: InstanceLease, additional_ns: int) -> bool:
        with self._table.lock:
            change = self._book.evict_locked(key, lease, additional_ns)
        if change is None:
            return False
        self._feed.publish(change)
        logger.info("lease evicted app=%s id=%a", key.app_name, key.instance_id)
        return True

    def _leases(self) -> tuple[list[tuple[InstanceKey, InstanceLease]], int]:
        """Return all leases and the renewals of the last minute, as of one moment."""
        with self._table.lock:
            return self._table.snapshot_locked(), self._expiration.renewals_last_minute_locked()
