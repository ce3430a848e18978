"""The steps that change leases, and keep in step with them all that hangs on a lease."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from eureka_py.clock import Clock
from eureka_py.config import Config
from eureka_py.lease import Lease
from eureka_py.lease.registration import REGISTERED, RegisterOutcome
from eureka_py.lease.renewal import RenewClaim, RenewKind, RenewOutcome
from eureka_py.model import ActionType, Change, InstanceInfo, InstanceKey, InstanceStatus
from eureka_py.registry.change_feed import ChangeFeed
from eureka_py.registry.instance_limits import InstanceLimits
from eureka_py.registry.lease_expiration import LeaseExpiration
from eureka_py.registry.lease_table import InstanceLease, LeaseTable
from eureka_py.registry.overrides import Overrides
from eureka_py.registry.recent_leases import LeaseEvent, RecentLeases
from eureka_py.registry.room import Room
from eureka_py.registry.rule import Candidate, StatusOverrideRule, decide_status
from eureka_py.registry.server_metadata import ServerMetadata, with_metadata
from eureka_py.registry.view import with_lease_times

_RENEWED: RenewOutcome[InstanceInfo] = RenewOutcome(RenewKind.RENEWED)
_UNKNOWN: RenewOutcome[InstanceInfo] = RenewOutcome(RenewKind.UNKNOWN)
_CLIENT_IS_NEWER: RenewOutcome[InstanceInfo] = RenewOutcome(RenewKind.CLIENT_IS_NEWER)
_NO_OVERRIDE = (None, InstanceStatus.UNKNOWN)


class LeaseBook:
    """Grants, renews, changes and ends leases; each step is whole, and happens under the lock of the lease table.

    A step answers with the change that it made, for the caller to tell of when the lock is free.
    Source: Netflix AbstractInstanceRegistry, what its verbs do between taking and giving back their lock.
    """

    def __init__(
        self,
        config: Config,
        *,
        table: LeaseTable,
        feed: ChangeFeed,
        expiration: LeaseExpiration,
        rules: Sequence[StatusOverrideRule],
        limits: InstanceLimits,
        clock: Clock,
    ) -> None:
        self.overrides = Overrides(lifetime_s=config.overrides.lifetime_s, clock=clock)
        self.registrations = RecentLeases(config.registry.recent_leases)
        self.cancellations = RecentLeases(config.registry.recent_leases)
        self.cancelled = 0
        self.evicted = 0
        self._server_metadata = ServerMetadata(survives_registration=config.metadata.survives_registration)
        self._sync_when_timestamp_differs = config.registry.sync_when_timestamp_differs
        self._limits = limits
        self._room = Room(config.limits, table)
        self._table = table
        self._feed = feed
        self._expiration = expiration
        self._rules = rules
        self._clock = clock

    def register_locked(
        self, key: InstanceKey, incoming: InstanceInfo, *, is_replication: bool
    ) -> tuple[RegisterOutcome, Change | None]:
        """Grant a lease for what is newer, the instance that comes in or the one that is held.

        What comes in was judged by its own size; here it is judged with the metadata that the server lays over it.
        """
        held = self._table.get_locked(key)
        before = held.holder if held else None
        if held is None:
            refusal = self._room.refusal_locked(key)
            if refusal is not None:
                return refusal, None
        accepted = incoming
        if before is not None and before.last_dirty_timestamp > incoming.last_dirty_timestamp:
            accepted = before  # the client's news are older than what the registry holds
        completed = self._server_metadata.laid_over(key, accepted)
        if completed is not accepted:
            refusal = self._limits.refusal(completed)
            if refusal is not None:
                return refusal, None
            accepted = completed
        self.overrides.adopt(key, accepted.overridden_status)
        overridden = self.overrides.get(key)
        candidate = Candidate(accepted.status, overridden, before.status if before else None, is_replication)
        status = decide_status(self._rules, candidate)
        lease = self._granted(accepted, status, held)
        self._table.put_locked(key, lease)
        if held is None:
            self._expiration.lease_granted_locked()
        self.registrations.add(LeaseEvent(lease.registered_at_ms, key))
        return REGISTERED, self._change_locked(
            ActionType.ADDED,
            key,
            lease,
            before,
            status=status,
            overridden_status=overridden or InstanceStatus.UNKNOWN,
        )

    def renew_locked(
        self, key: InstanceKey, claim: RenewClaim, *, is_replication: bool
    ) -> tuple[RenewOutcome[InstanceInfo], Change | None]:
        """Renew a lease, and judge what its holder claims."""
        lease = self._table.get_locked(key)
        if lease is None:
            return _UNKNOWN, None
        held = lease.holder.status
        overridden = self.overrides.get(key)
        status = decide_status(self._rules, Candidate(held, overridden, held, is_replication))
        if status is InstanceStatus.UNKNOWN:
            return _UNKNOWN, None
        lease.renew()
        self._expiration.lease_renewed_locked()
        kind = self._judge_claim(lease.holder, claim, is_replication=is_replication)
        if kind is RenewKind.CLIENT_IS_NEWER and is_replication and claim.overridden_status not in _NO_OVERRIDE:
            # A peer with newer data brings its override. Source: Netflix storeOverriddenStatusIfRequired.
            overridden = claim.overridden_status
            self.overrides.put(key, overridden)
            status = decide_status(self._rules, Candidate(held, overridden, held, is_replication))
        change = self._show_locked(key, lease, status, overridden=overridden or InstanceStatus.UNKNOWN)
        if kind is RenewKind.CONFLICT:
            return RenewOutcome(kind, with_lease_times(lease.holder, lease)), change
        return _RENEWED if kind is RenewKind.RENEWED else _CLIENT_IS_NEWER, change

    def cancel_locked(self, key: InstanceKey) -> Change | None:
        """End a lease on request, and what was set for its instance; None, and nothing touched, if there is none."""
        lease = self._table.get_locked(key)
        if lease is None:
            return None
        change = self._end_locked(key, lease)
        self.overrides.remove(key)
        self.cancelled += 1
        return change

    def evict_locked(self, key: InstanceKey, lease: InstanceLease, additional_ns: int) -> Change | None:
        """End a lease that is expired; None if it was renewed, replaced or ended since it was chosen."""
        if self._table.get_locked(key) is not lease or not self._expiration.is_over(lease, additional_ns):
            return None
        change = self._end_locked(key, lease)
        self.overrides.lease_evicted(key)
        self.evicted += 1
        return change

    def override_status_locked(
        self, key: InstanceKey, lease: InstanceLease, status: InstanceStatus, last_dirty_timestamp: int | None
    ) -> Change | None:
        """Renew the lease and let its instance show `status` from now on, whatever it reports."""
        lease.renew()
        self.overrides.put(key, status)
        return self._show_locked(key, lease, status, overridden=status, last_dirty_timestamp=last_dirty_timestamp)

    def end_override_locked(
        self, key: InstanceKey, lease: InstanceLease, status: InstanceStatus, last_dirty_timestamp: int | None
    ) -> Change | None:
        """Renew the lease and end the override, if there is one; the instance shows `status` until it says more."""
        lease.renew()
        if self.overrides.remove(key) is None:
            return None
        return self._show_locked(
            key, lease, status, overridden=InstanceStatus.UNKNOWN, last_dirty_timestamp=last_dirty_timestamp
        )

    def add_metadata_locked(
        self, key: InstanceKey, lease: InstanceLease, entries: Mapping[str, str]
    ) -> tuple[RegisterOutcome, Change | None]:
        """Add to the metadata of a lease's holder, and register it anew, unless that makes it too large."""
        completed = with_metadata(lease.holder, entries)
        refusal = self._limits.refusal(completed)
        if refusal is not None:
            return refusal, None
        self._server_metadata.put(key, entries)
        return self.register_locked(key, completed, is_replication=False)

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

    def _judge_claim(self, holder: InstanceInfo, claim: RenewClaim, *, is_replication: bool) -> RenewKind:
        claimed = claim.last_dirty_timestamp
        if claimed is None or not self._sync_when_timestamp_differs:
            return RenewKind.RENEWED
        if claimed > holder.last_dirty_timestamp:
            return RenewKind.CLIENT_IS_NEWER
        if claimed < holder.last_dirty_timestamp and is_replication:
            return RenewKind.CONFLICT
        return RenewKind.RENEWED

    def _end_locked(self, key: InstanceKey, lease: InstanceLease) -> Change:
        self._table.remove_locked(key)
        self._server_metadata.remove(key)
        self._expiration.lease_ended_locked()
        lease.cancel()
        self.cancellations.add(LeaseEvent(self._clock.wall_ms(), key))
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
            is_coordinating_discovery_server=False,  # whatever the client says: the node itself is not registered
            **fields,  # type: ignore[arg-type]
        )
        return self._feed.record_locked(kind, key, lease.holder, before)
