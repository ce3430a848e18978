"""What the rest of the program sees of the registry, and what the registry asks of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from eureka_py.lease.registration import RegisterOutcome
from eureka_py.lease.renewal import NO_CLAIM, RenewClaim, RenewOutcome
from eureka_py.model import DEFAULT_SCOPE, Change, InstanceInfo, InstanceKey, InstanceStatus
from eureka_py.registry.recent_leases import LeaseEvent
from eureka_py.registry.self_preservation import PreservationState
from eureka_py.registry.view import RegistryView


class ChangeListener(Protocol):
    """Someone who acts on changes: fast, without a wait, without an error, without calling the registry's verbs."""

    def on_change(self, change: Change) -> None:
        """Take note of a change that was made."""
        ...


class Replicator(Protocol):
    """Tells the peers what happened here. Must not wait: it queues.

    Source: Netflix PeerAwareInstanceRegistryImpl.replicateToPeers.
    """

    def register(self, key: InstanceKey, instance: InstanceInfo) -> None:
        """Tell of a registration, as it was stored."""
        ...

    def renew(self, key: InstanceKey) -> None:
        """Tell of a renewal."""
        ...

    def cancel(self, key: InstanceKey) -> None:
        """Tell of a cancellation."""
        ...

    def update_status(self, key: InstanceKey, status: InstanceStatus) -> None:
        """Tell of a status override."""
        ...

    def delete_status_override(self, key: InstanceKey, status: InstanceStatus) -> None:
        """Tell of the end of a status override, after which the instance has `status`."""
        ...


class ExpiredLease(NamedTuple):
    """A lease that eviction may take; `overdue_ms`: for how long."""

    key: InstanceKey
    overdue_ms: int


class PreservationReport(NamedTuple):
    """Self-preservation as an operator wants to know it.

    `expired`: all leases that eviction may take, the longest overdue first; `evictable_now`: how many of them the
    next sweep would take at most.
    """

    arithmetic: str
    state: PreservationState
    renewals_last_minute: int
    expected_renewals_per_minute: float
    expired: tuple[ExpiredLease, ...]
    evictable_now: int


class InstanceRegistry(Protocol):
    """The verbs and readings of a registry, as the HTTP faces use them.

    Times are epoch milliseconds. A key's application name is in upper case.
    """

    def register(
        self, holder: InstanceInfo, *, is_replication: bool = False, scope: str = DEFAULT_SCOPE
    ) -> RegisterOutcome:
        """Register an instance, or register it anew; nothing changes if that is refused."""
        ...

    def renew(
        self, key: InstanceKey, claim: RenewClaim = NO_CLAIM, *, is_replication: bool = False
    ) -> RenewOutcome[InstanceInfo]:
        """Renew a lease, and judge what the heartbeat claims, in one step."""
        ...

    def cancel(self, key: InstanceKey, *, is_replication: bool = False) -> bool:
        """End a lease; False if there is none."""
        ...

    def update_status(
        self,
        key: InstanceKey,
        status: InstanceStatus,
        *,
        last_dirty_timestamp: int | None = None,
        is_replication: bool = False,
    ) -> bool:
        """Override an instance's status; False if there is no lease."""
        ...

    def delete_status_override(
        self,
        key: InstanceKey,
        status: InstanceStatus = InstanceStatus.UNKNOWN,
        *,
        last_dirty_timestamp: int | None = None,
        is_replication: bool = False,
    ) -> bool:
        """End an override and show `status`; False if there is no lease."""
        ...

    def update_metadata(self, key: InstanceKey, entries: Mapping[str, str]) -> RegisterOutcome:
        """Add to an instance's metadata, which registers it anew; nothing changes if that is refused."""
        ...

    def view(self, scope: str = DEFAULT_SCOPE) -> RegistryView:
        """Return all of a scope, as of one version."""
        ...

    def instance(self, key: InstanceKey) -> InstanceInfo | None:
        """Return one instance with its lease times of now; None if unknown, or expired while leases expire."""
        ...

    def instance_by_id(self, instance_id: str) -> InstanceInfo | None:
        """Return the instance with this id in the first application, by name, that has one."""
        ...

    def overrides(self) -> Mapping[InstanceKey, InstanceStatus]:
        """Return all status overrides."""
        ...

    def recent_registrations(self) -> list[LeaseEvent]:
        """Return the last registrations, newest first."""
        ...

    def recent_cancellations(self) -> list[LeaseEvent]:
        """Return the last cancellations and evictions, newest first."""
        ...

    def preservation(self) -> PreservationReport:
        """Return what self-preservation expects, sees and holds back."""
        ...
