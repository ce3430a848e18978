"""The verbs of whoever grants leases."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from eureka_py.lease.registration import RegisterOutcome
from eureka_py.lease.renewal import NO_CLAIM, RenewClaim, RenewOutcome
from eureka_py.model import DEFAULT_SCOPE, InstanceKey

Holder = TypeVar("Holder")


class LeaseManager(ABC, Generic[Holder]):
    """Grant, renew, end and sweep leases. `is_replication`: the call came from a peer.

    Source: Netflix LeaseManager.
    """

    @abstractmethod
    def register(self, holder: Holder, *, is_replication: bool = False, scope: str = DEFAULT_SCOPE) -> RegisterOutcome:
        """Grant a lease, or a new one in place of the one held; change nothing if that is refused."""

    @abstractmethod
    def renew(
        self, key: InstanceKey, claim: RenewClaim = NO_CLAIM, *, is_replication: bool = False
    ) -> RenewOutcome[Holder]:
        """Renew a lease, and judge what the holder claims to be, in one step."""

    @abstractmethod
    def cancel(self, key: InstanceKey, *, is_replication: bool = False) -> bool:
        """End a lease on request; False if there is none."""

    @abstractmethod
    def evict(self, *, additional_lease_ms: int = 0) -> int:
        """End expired leases; return how many. `additional_lease_ms` is granted to each on top of its duration."""
