"""Which leases may expire now: self-preservation and the eviction limit, judged over all leases."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from random import Random

from eureka_py.clock import NS_PER_MS, NS_PER_S, Clock
from eureka_py.config import Config
from eureka_py.model import InstanceKey
from eureka_py.registry.eviction import choose, eviction_limit
from eureka_py.registry.interface import ExpiredLease, PreservationReport
from eureka_py.registry.lease_table import InstanceLease
from eureka_py.registry.measured_rate import MeasuredRate
from eureka_py.registry.preservation import arithmetic_of
from eureka_py.registry.readings import ExpirationFigures
from eureka_py.registry.self_preservation import PreservationState, SelfPreservation

logger = logging.getLogger(__name__)

ON = "self-preservation on, nothing is evicted unit=%s expected=%d seen=%d needed=%d"
OFF = "self-preservation off unit=%s expected=%d seen=%d needed=%d"

KeyedLease = tuple[InstanceKey, InstanceLease]


class LeaseExpiration:
    """Counts renewals and leases, and says what may be evicted. One judgement for eviction, readers and reports.

    Methods that count are called under the lock of the lease table; the others take a snapshot of all leases.
    Source: Netflix PeerAwareInstanceRegistryImpl.isLeaseExpirationEnabled, AbstractInstanceRegistry.evict.
    """

    def __init__(self, config: Config, *, clock: Clock, random: Random) -> None:
        self._eviction = config.eviction
        self._preservation = config.preservation
        self._random = random
        self._arithmetic = arithmetic_of(config.preservation)
        self._self_preservation = SelfPreservation(config.preservation, clock)
        self._renewal_rate = MeasuredRate(clock)
        self._was_active = False

    def lease_granted_locked(self) -> None:
        """Note a lease for an instance that had none."""
        self._arithmetic.lease_granted()

    def lease_renewed_locked(self) -> None:
        """Note a renewal."""
        self._renewal_rate.increment()

    def lease_ended_locked(self) -> None:
        """Note a lease that was cancelled or evicted."""
        self._arithmetic.lease_ended()

    def recount_locked(self, lease_count: int) -> None:
        """Note how many leases there are."""
        self._arithmetic.recount(lease_count)

    def renewals_last_minute_locked(self) -> int:
        """Return how many renewals the last minute had; 0 in the first."""
        return self._renewal_rate.count()

    def is_over(self, lease: InstanceLease, additional_ns: int = 0) -> bool:
        """Tell whether a lease is expired and its holder silent; whether it may end now is another question."""
        return lease.is_expired(additional_ns) and self._arithmetic.is_silent(lease)

    def state(self, leases: Iterable[InstanceLease], renewals_last_minute: int) -> PreservationState:
        """Return whether expired leases have to stay for now."""
        return self._self_preservation.shown(self._arithmetic.judge(leases, renewals_last_minute))

    def choose(self, leases: Sequence[KeyedLease], renewals_last_minute: int, additional_ns: int) -> list[KeyedLease]:
        """Return the leases to evict now, in random order. Whether there are none for preservation's sake is logged."""
        judgement = self._arithmetic.judge((lease for _, lease in leases), renewals_last_minute)
        state = self._self_preservation.noted(judgement)
        if state.is_active != self._was_active:
            self._was_active = state.is_active
            _log(state)
        if state.is_active:
            return []
        expired = [(key, lease) for key, lease in leases if self.is_over(lease, additional_ns)]
        return choose(expired, self._limit(len(leases)), self._random)

    def report(self, leases: Sequence[KeyedLease], renewals_last_minute: int) -> PreservationReport:
        """Return what is expected, seen and held back."""
        state = self.state((lease for _, lease in leases), renewals_last_minute)
        expired = [ExpiredLease(key, lease.overdue_ns() // NS_PER_MS) for key, lease in leases if self.is_over(lease)]
        expired.sort(key=lambda one: -one.overdue_ms)
        return PreservationReport(
            arithmetic=self._preservation.arithmetic,
            state=state,
            renewals_last_minute=renewals_last_minute,
            expected_renewals_per_minute=sum(60 * NS_PER_S / lease.interval_ns for _, lease in leases),
            expired=tuple(expired),
            evictable_now=0 if state.is_active else min(len(expired), self._limit(len(leases))),
        )

    def figures(self, leases: Sequence[InstanceLease], renewals_last_minute: int) -> ExpirationFigures:
        """Return the figures of a report, without a name of any lease."""
        state = self.state(leases, renewals_last_minute)
        expired = sum(map(self.is_over, leases))
        return ExpirationFigures(
            state=state,
            renewals_last_minute=renewals_last_minute,
            expected_renewals_per_minute=sum(60 * NS_PER_S / lease.interval_ns for lease in leases),
            expired=expired,
            evictable_now=0 if state.is_active else min(expired, self._limit(len(leases))),
        )

    def _limit(self, lease_count: int) -> int:
        if not self._eviction.limited:
            return lease_count
        return eviction_limit(lease_count, self._preservation.renewal_percent_threshold)


def _log(state: PreservationState) -> None:
    judgement = state.judgement
    logger.log(
        logging.WARNING if state.is_active else logging.INFO,
        ON if state.is_active else OFF,
        judgement.unit.replace(" ", "_"),
        judgement.expected,
        judgement.seen,
        judgement.needed,
    )
