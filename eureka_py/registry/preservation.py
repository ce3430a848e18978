"""Are so many leases silent at once that the network must be at fault, rather than their holders? Pure arithmetic."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, NamedTuple

from eureka_py.config.settings import GLOBAL, PreservationConfig
from eureka_py.lease import Lease


class Judgement(NamedTuple):
    """What was expected and what was seen, in `unit`. Fewer than `needed` seen means that nothing may expire."""

    unit: str
    expected: int
    seen: int
    needed: int

    @property
    def is_enough(self) -> bool:
        """Tell whether enough is renewed to believe that the rest is gone."""
        return self.seen >= self.needed

    @property
    def missing(self) -> int:
        """Return how many more must be seen until it is enough."""
        return max(0, self.needed - self.seen)


class RenewalArithmetic(ABC):
    """Judges the renewals of all leases together."""

    def is_silent(self, lease: Lease[Any]) -> bool:
        """Tell whether a lease may be given up: one that is expired and yet renewed in time stays."""
        return True

    @abstractmethod
    def judge(self, leases: Iterable[Lease[Any]], renewals_last_minute: int) -> Judgement:
        """Compare what should have been renewed with what was."""

    def lease_granted(self) -> None:
        """Note a lease for an instance that had none."""

    def lease_ended(self) -> None:
        """Note a lease that was cancelled or evicted."""

    def recount(self, lease_count: int) -> None:
        """Note how many leases there are, every now and then."""


class PerLeaseArithmetic(RenewalArithmetic):
    """Each lease is expected to renew in its own interval, and counts once however often it renews.

    A lease is silent when it missed `missed_renewals` of its own renewals in a row. Some silent leases are the
    ordinary death of instances: as many as one eviction sweep may take, so at least one. More are suspicious.
    """

    def __init__(self, *, percent_threshold: float, missed_renewals: int) -> None:
        self._percent_threshold = percent_threshold
        self._missed_renewals = missed_renewals

    def judge(self, leases: Iterable[Lease[Any]], renewals_last_minute: int) -> Judgement:
        """Count leases that renew against all leases."""
        silent = [self.is_silent(lease) for lease in leases]
        needed = needed_leases(len(silent), self._percent_threshold)
        return Judgement("leases", len(silent), len(silent) - sum(silent), needed)

    def is_silent(self, lease: Lease[Any]) -> bool:
        """Tell whether the lease missed too many of its own renewals."""
        return lease.missed_renewals() >= self._missed_renewals


def needed_leases(lease_count: int, percent_threshold: float) -> int:
    """Return how many of `lease_count` leases have to renew for the others to be evicted."""
    return int(lease_count * percent_threshold)


class GlobalArithmetic(RenewalArithmetic):
    """Netflix's: so many clients, all with one renewal interval, should send so many renewals a minute.

    Unlike there, a count of 0 grows with the first registration, and the recount uses the leases of this node rather
    than what an embedded client last fetched. Source: Netflix AbstractInstanceRegistry.updateRenewsPerMinThreshold,
    PeerAwareInstanceRegistryImpl.isLeaseExpirationEnabled and updateRenewalThreshold.
    """

    def __init__(self, *, percent_threshold: float, interval_s: int, expected_clients: int, enabled: bool) -> None:
        self._percent_threshold = percent_threshold
        self._interval_s = interval_s
        self._enabled = enabled
        self.expected_clients = expected_clients

    @property
    def threshold(self) -> int:
        """Return the renewals a minute that must be exceeded for leases to expire."""
        return int(self.expected_clients * (60.0 / self._interval_s) * self._percent_threshold)

    def lease_granted(self) -> None:
        """Expect one client more."""
        self.expected_clients += 1

    def lease_ended(self) -> None:
        """Expect one client less."""
        self.expected_clients = max(0, self.expected_clients - 1)

    def recount(self, lease_count: int) -> None:
        """Expect as many clients as there are leases, unless suspiciously many are gone."""
        if lease_count > self._percent_threshold * self.expected_clients or not self._enabled:
            self.expected_clients = lease_count

    def judge(self, leases: Iterable[Lease[Any]], renewals_last_minute: int) -> Judgement:
        """Compare the renewals of the last minute with the threshold, which has to be exceeded."""
        expected = math.ceil(self.expected_clients * (60.0 / self._interval_s))
        return Judgement("renewals per minute", expected, renewals_last_minute, self.threshold + 1)


def arithmetic_of(config: PreservationConfig) -> RenewalArithmetic:
    """Return the arithmetic that the settings name."""
    if config.arithmetic == GLOBAL:
        return GlobalArithmetic(
            percent_threshold=config.renewal_percent_threshold,
            interval_s=config.expected_client_renewal_interval_s,
            expected_clients=config.initial_expected_clients,
            enabled=config.enabled,
        )
    return PerLeaseArithmetic(
        percent_threshold=config.renewal_percent_threshold, missed_renewals=config.missed_renewals
    )
