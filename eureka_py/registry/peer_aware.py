"""The registry of a node among others: the local registry, repeated to every peer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from eureka_py.clock import Clock
from eureka_py.config import Config
from eureka_py.lease.registration import REGISTERED, RegisterOutcome
from eureka_py.lease.renewal import NO_CLAIM, RenewClaim, RenewKind, RenewOutcome
from eureka_py.model import DEFAULT_SCOPE, InstanceInfo, InstanceKey, InstanceStatus
from eureka_py.registry.abstract import AbstractInstanceRegistry
from eureka_py.registry.interface import Replicator
from eureka_py.registry.rule import DEFAULT_RULES, StatusOverrideRule


class NoPeers:
    """The replicator of a node that stands alone: there is no one to tell."""

    def register(self, key: InstanceKey, instance: InstanceInfo) -> None:
        """Tell no one of a registration."""

    def renew(self, key: InstanceKey) -> None:
        """Tell no one of a renewal."""

    def cancel(self, key: InstanceKey) -> None:
        """Tell no one of a cancellation."""

    def update_status(self, key: InstanceKey, status: InstanceStatus) -> None:
        """Tell no one of a status override."""

    def delete_status_override(self, key: InstanceKey, status: InstanceStatus) -> None:
        """Tell no one of the end of a status override."""


class PeerAwareInstanceRegistry(AbstractInstanceRegistry):
    """Each verb: local first, then tell the peers; never again what came from a peer, so that nothing echoes.

    Source: Netflix PeerAwareInstanceRegistryImpl.
    """

    def __init__(
        self,
        config: Config,
        *,
        clock: Clock,
        random: Random,
        replicator: Replicator,
        rules: Sequence[StatusOverrideRule] = DEFAULT_RULES,
    ) -> None:
        super().__init__(config, clock=clock, random=random, rules=rules)
        self._replicator = replicator

    def register(
        self, holder: InstanceInfo, *, is_replication: bool = False, scope: str = DEFAULT_SCOPE
    ) -> RegisterOutcome:
        """Register here, then tell the peers what was stored, which is not always what was sent."""
        outcome = super().register(holder, is_replication=is_replication, scope=scope)
        if outcome is REGISTERED and not is_replication:
            self._tell_of_registration(holder.key(scope))
        return outcome

    def renew(
        self, key: InstanceKey, claim: RenewClaim = NO_CLAIM, *, is_replication: bool = False
    ) -> RenewOutcome[InstanceInfo]:
        """Renew here; tell the peers of a renewal that the client need not answer with a registration."""
        outcome = super().renew(key, claim, is_replication=is_replication)
        if outcome.kind is RenewKind.RENEWED and not is_replication:
            self._replicator.renew(key)
        return outcome

    def cancel(self, key: InstanceKey, *, is_replication: bool = False) -> bool:
        """Cancel here, then tell the peers if there was something to cancel."""
        cancelled = super().cancel(key, is_replication=is_replication)
        if cancelled and not is_replication:
            self._replicator.cancel(key)
        return cancelled

    def update_status(
        self,
        key: InstanceKey,
        status: InstanceStatus,
        *,
        last_dirty_timestamp: int | None = None,
        is_replication: bool = False,
    ) -> bool:
        """Override here, then tell the peers of the status that was asked for."""
        updated = super().update_status(
            key, status, last_dirty_timestamp=last_dirty_timestamp, is_replication=is_replication
        )
        if updated and not is_replication:
            self._replicator.update_status(key, status)
        return updated

    def delete_status_override(
        self,
        key: InstanceKey,
        status: InstanceStatus = InstanceStatus.UNKNOWN,
        *,
        last_dirty_timestamp: int | None = None,
        is_replication: bool = False,
    ) -> bool:
        """End the override here, then tell the peers."""
        deleted = super().delete_status_override(
            key, status, last_dirty_timestamp=last_dirty_timestamp, is_replication=is_replication
        )
        if deleted and not is_replication:
            self._replicator.delete_status_override(key, status)
        return deleted

    def update_metadata(self, key: InstanceKey, entries: Mapping[str, str]) -> RegisterOutcome:
        """Add the metadata here, then tell the peers of the registration that this is."""
        outcome = super().update_metadata(key, entries)
        if outcome is REGISTERED:
            self._tell_of_registration(key)
        return outcome

    def _tell_of_registration(self, key: InstanceKey) -> None:
        stored = self.instance(key)
        if stored is not None:  # it may be gone again, which the peers are told of as well
            self._replicator.register(key, stored)
