"""The registry of one node: every verb as a short story told over the parts beside this file."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping, Sequence
from random import Random

from eureka_py.clock import NS_PER_MS, Clock
from eureka_py.config import Config
from eureka_py.lease import Lease, LeaseManager
from eureka_py.lease.renewal import NO_CLAIM, RenewClaim, RenewKind, RenewOutcome
from eureka_py.model import (
    DEFAULT_SCOPE,
    ActionType,
    Change,
    InstanceInfo,
    InstanceKey,
    InstanceStatus,
)
from eureka_py.registry.change_feed import ChangeFeed
from eureka_py.registry.eviction import CompensationTime
from eureka_py.registry.interface import ChangeListener, PreservationReport
from eureka_py.registry.lease_expiration import LeaseExpiration
from eureka_py.registry.lease_table import InstanceLease, LeaseTable
from eureka_py.registry.overrides import Overrides
from eureka_py.registry.recent_leases import LeaseEvent, RecentLeases
from eureka_py.registry.rule import DEFAULT_RULES, Candidate, StatusOverrideRule, decide_status
from eureka_py.registry.server_metadata import ServerMetadata, with_metadata
from eureka_py.registry.view import RegistryView, with_lease_times

logger = logging.getLogger(__name__)

_RENEWED: RenewOutcome[InstanceInfo] = RenewOutcome(RenewKind.RENEWED)
_UNKNOWN: RenewOutcome[InstanceInfo] = RenewOutcome(RenewKind.UNKNOWN)
_CLIENT_IS_NEWER: RenewOutcome[InstanceInfo] = RenewOutcome(RenewKind.CLIENT_IS_NEWER)
_NO_OVERRIDE = (None, InstanceStatus.UNKNOWN)


class AbstractInstanceRegistry(LeaseManager[InstanceInfo]):
    """What one node knows. Eviction goes through `_cancel_locked`, so that peers are not told of it.

    Each verb decides and acts in one step under the lock of the lease table, and tells its listeners when the lock
    is free. Source: Netflix AbstractInstanceRegistry.
    """

    def __init__(
        self,
        config: Config,
        *,
        clock: Clock,
        random: Random,
        rules: Sequence[StatusOverrideRule] = DEFAULT_RULES,
    ) -> None:
        self._config = config
        self._clock = clock
        self._rules = rules
        self._table = LeaseTable()
        self._overrides = Overrides(lifetime_s=config.overrides.lifetime_s, clock=clock)
        self._server_metadata = ServerMetadata(survives_registration=config.metadata.survives_registration)
        self._feed = ChangeFeed(self._table, config, clock)
        self._expiration = LeaseExpiration(config, clock=clock, random=random)
        self._compensation = CompensationTime(config.eviction.interval_ms)
        self._registrations = RecentLeases(config.registry.recent_leases)
        self._cancellations = RecentLeases(config.registry.recent_leases)

    # --- verbs -----------------------------------------------------------------------------------------------------

    def register(self, holder: InstanceInfo, *, is_replication: bool = False, scope: str = DEFAULT_SCOPE) -> None:
        """Grant a lease, or a new one in place of the one held.

        Of two registrations the one with the newer dirty timestamp is kept, but the lease is new in any case.
        """
        with self._table.lock:
            change = self._register_locked(holder.key(scope), holder, is_replication=is_replication)
        self._feed.publish(change)

    def renew(
        self, key: InstanceKey, claim: RenewClaim = NO_CLAIM, *, is_replication: bool = False
    ) -> RenewOutcome[InstanceInfo]:
        """Renew a lease and judge the claim in one step. A heartbeat is a sign of life even where the claim is off.

        An instance whose status is UNKNOWN has to register anew: so the end of an override reaches its client.
        """
        with self._table.lock:
            outcome, change = self._renew_locked(key, claim, is_replication=is_replication)
        self._feed.publish(change)
        return outcome

    def cancel(self, key: InstanceKey, *, is_replication: bool = False) -> bool:
        """End a lease on request; False, and nothing touched, if there is none."""
        with self._table.lock:
            lease = self._table.get_locked(key)
            if lease is None:
                return False
            change = self._cancel_locked(key, lease)
            self._overrides.remove(key)
        self._feed.publish(change)
        return True

    def evict(self, *, additional_lease_ms: int = 0) -> int:
        """End expired leases, in random order and not too many at once; return how many ended.

        Each is looked at again under the lock, so that a lease renewed meanwhile stays.
        """
        with self._table.lock:
            self._overrides.sweep()
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
            lease.renew()
            self._overrides.put(key, status)
            change = self._show_locked(key, lease, status, overridden=status, last_dirty_timestamp=last_dirty_timestamp)
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
            lease.renew()
            change = None
            if self._overrides.remove(key) is not None:
                change = self._show_locked(
                    key, lease, status, overridden=InstanceStatus.UNKNOWN, last_dirty_timestamp=last_dirty_timestamp
                )
        self._feed.publish(change)
        return True

    def update_metadata(self, key: InstanceKey, entries: Mapping[str, str]) -> bool:
        """Add to an instance's metadata, which registers it anew; False if there is no lease.

        Source: Netflix InstanceResource.updateMetadata.
        """
        with self._table.lock:
            lease = self._table.get_locked(key)
            if lease is None:
                return False
            self._server_metadata.put(key, entries)
            change = self._register_locked(key, with_metadata(lease.holder, entries), is_replication=False)
        self._feed.publish(change)
        return True

    # --- readings --------------------------------------------------------------------------------------------------

    def view(self, scope: str = DEFAULT_SCOPE) -> RegistryView:
        """Return all of a scope, as of one version: every write that ended before the call is in it."""
        return self._feed.view(scope)

    def instance(self, key: InstanceKey) -> InstanceInfo | None:
        """Return one instance with its lease times of now; None if unknown, or expired while leases expire."""
        with self._table.lock:
            lease = self._table.get_locked(key)
            holder = lease.holder if lease else None
        if lease is None or holder is None or (lease.is_expired() and self.is_lease_expiration_enabled()):
            return None
        return with_lease_times(holder, lease)

    def instance_by_id(self, instance_id: str) -> InstanceInfo | None:
        """Return the instance with this id in the first application, by name, that has one."""
        with self._table.lock:
            keys = self._table.keys_with_id_locked(instance_id)
        return next((found for key in keys if (found := self.instance(key)) is not None), None)

    def overrides(self) -> Mapping[InstanceKey, InstanceStatus]:
        """Return all status overrides."""
        with self._table.lock:
            return self._overrides.snapshot()

    def recent_registrations(self) -> list[LeaseEvent]:
        """Return the last registrations, newest first."""
        with self._table.lock:
            return self._registrations.newest_first()

    def recent_cancellations(self) -> list[LeaseEvent]:
        """Return the last cancellations and evictions, newest first."""
        with self._table.lock:
            return self._cancellations.newest_first()

    def is_lease_expiration_enabled(self) -> bool:
        """Tell whether expired leases may be evicted now. Source: Netflix isLeaseExpirationEnabled."""
        return not self._expiration.judge(*self._leases()).is_active

    def preservation(self) -> PreservationReport:
        """Return what self-preservation expects, sees and holds back."""
        return self._expiration.report(*self._leases())

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
            self._expiration.recount_locked(len(self._table.snapshot_locked()))

    def subscribe(self, listener: ChangeListener) -> None:
        """Have every later change told to `listener`, when the lock is free."""
        self._feed.subscribe(listener)

    # --- steps under the lock --------------------------------------------------------------------------------------

    def _register_locked(self, key: InstanceKey, incoming: InstanceInfo, *, is_replication: bool) -> Change:
        held = self._table.get_locked(key)
        before = held.holder if held else None
        accepted = incoming
        if before is not None and before.last_dirty_timestamp > incoming.last_dirty_timestamp:
            accepted = before  # the client's news are older than what the registry holds
        accepted = self._server_metadata.laid_over(key, accepted)
        self._overrides.adopt(key, accepted.overridden_status)
        overridden = self._overrides.get(key)
        candidate = Candidate(accepted.status, overridden, before.status if before else None, is_replication)
        status = decide_status(self._rules, candidate)
        lease = self._granted(accepted, status, held)
        self._table.put_locked(key, lease)
        if held is None:
            self._expiration.lease_granted_locked()
        self._registrations.add(LeaseEvent(lease.registered_at_ms, key))
        return self._change_locked(
            ActionType.ADDED,
            key,
            lease,
            before,
            status=status,
            overridden_status=overridden or InstanceStatus.UNKNOWN,
        )

    def _granted(self, holder: InstanceInfo, status: InstanceStatus, held: InstanceLease | None) -> InstanceLease:
        lease = Lease(
            holder,
            duration_s=holder.lease_info.duration_in_secs,
            interval_s=holder.lease_info.renewal_interval_in_secs,
            clock=self._clock,
        )
        if held is not None:
            lease.service_up_at_ms = held.service_up_at_ms
        if status is InstanceStatus.UP:
            lease.service_up()
        return lease

    def _renew_locked(
        self, key: InstanceKey, claim: RenewClaim, *, is_replication: bool
    ) -> tuple[RenewOutcome[InstanceInfo], Change | None]:
        lease = self._table.get_locked(key)
        if lease is None:
            return _UNKNOWN, None
        held = lease.holder.status
        overridden = self._overrides.get(key)
        status = decide_status(self._rules, Candidate(held, overridden, held, is_replication))
        if status is InstanceStatus.UNKNOWN:
            return _UNKNOWN, None
        lease.renew()
        self._expiration.lease_renewed_locked()
        kind = self._judge_claim(lease.holder, claim, is_replication=is_replication)
        if kind is RenewKind.CLIENT_IS_NEWER and is_replication and claim.overridden_status not in _NO_OVERRIDE:
            # A peer with newer data brings its override. Source: Netflix storeOverriddenStatusIfRequired.
            overridden = claim.overridden_status
            self._overrides.put(key, overridden)
            status = decide_status(self._rules, Candidate(held, overridden, held, is_replication))
        change = self._show_locked(key, lease, status, overridden=overridden or InstanceStatus.UNKNOWN)
        if kind is RenewKind.CONFLICT:
            return RenewOutcome(kind, with_lease_times(lease.holder, lease)), change
        return _RENEWED if kind is RenewKind.RENEWED else _CLIENT_IS_NEWER, change

    def _judge_claim(self, holder: InstanceInfo, claim: RenewClaim, *, is_replication: bool) -> RenewKind:
        claimed = claim.last_dirty_timestamp
        if claimed is None or not self._config.registry.sync_when_timestamp_differs:
            return RenewKind.RENEWED
        if claimed > holder.last_dirty_timestamp:
            return RenewKind.CLIENT_IS_NEWER
        if claimed < holder.last_dirty_timestamp and is_replication:
            return RenewKind.CONFLICT
        return RenewKind.RENEWED

    def _cancel_locked(self, key: InstanceKey, lease: InstanceLease) -> Change:
        self._table.remove_locked(key)
        self._server_metadata.remove(key)
        self._expiration.lease_ended_locked()
        lease.cancel()
        self._cancellations.add(LeaseEvent(self._clock.wall_ms(), key))
        return self._change_locked(ActionType.DELETED, key, lease, lease.holder)

    def _show_locked(
        self,
        key: InstanceKey,
        lease: InstanceLease,
        status: InstanceStatus,
        *,
        overridden: InstanceStatus,
        last_dirty_timestamp: int | None = None,
    ) -> Change | None:
        """Make an instance show a status; None if that is what it shows already."""
        before = lease.holder
        if before.status is status and before.overridden_status is overridden:
            return None
        if status is InstanceStatus.UP:
            lease.service_up()
        return self._change_locked(
            ActionType.MODIFIED,
            key,
            lease,
            before,
            status=status,
            overridden_status=overridden,
            last_dirty_timestamp=max(before.last_dirty_timestamp, last_dirty_timestamp or 0),
        )

    def _change_locked(
        self, kind: ActionType, key: InstanceKey, lease: InstanceLease, before: InstanceInfo | None, **fields: object
    ) -> Change:
        """Put the changed instance into its lease, and everything derived in step with it."""
        lease.holder = dataclasses.replace(
            lease.holder,
            action_type=kind,
            last_updated_timestamp=self._clock.wall_ms(),
            lease_info=lease.info(),
            **fields,  # type: ignore[arg-type]
        )
        return self._feed.record_locked(kind, key, lease.holder, before)

    # --- steps that take the lock themselves -----------------------------------------------------------------------

    def _evict_one(self, key: InstanceKey, lease: InstanceLease, additional_ns: int) -> bool:
        with self._table.lock:
            if self._table.get_locked(key) is not lease or not lease.is_expired(additional_ns):
                return False
            change = self._cancel_locked(key, lease)
            self._overrides.lease_evicted(key)
        self._feed.publish(change)
        logger.info("lease evicted app=%s id=%a", key.app_name, key.instance_id)
        return True

    def _leases(self) -> tuple[list[tuple[InstanceKey, InstanceLease]], int]:
        """Return all leases and the renewals of the last minute, as of one moment."""
        with self._table.lock:
            return self._table.snapshot_locked(), self._expiration.renewals_last_minute_locked()
