"""One lease: who holds it, and until when."""

from __future__ import annotations

from typing import Generic, TypeVar

from eureka_py.clock import NS_PER_MS, NS_PER_S, Clock
from eureka_py.model import LeaseInfo
from eureka_py.model.lease_info import DEFAULT_DURATION_IN_SECS, DEFAULT_RENEWAL_INTERVAL_IN_SECS

Holder = TypeVar("Holder")


class Lease(Generic[Holder]):
    """A holder's right to stay registered. Ages are monotonic ns: a wall-clock jump ends nothing.

    Terms that are not positive count as the defaults. The times that are shown are epoch milliseconds, derived from
    the wall clock at registration. Source: Netflix Lease, LeaseInfo.Builder.
    """

    __slots__ = (
        "_clock",
        "_duration_ns",
        "_grace_ns",
        "_registered_at_ns",
        "evicted_at_ms",
        "holder",
        "interval_ns",
        "registered_at_ms",
        "renewed_at_ns",
        "service_up_at_ms",
    )

    def __init__(self, holder: Holder, *, duration_s: int, interval_s: int, clock: Clock) -> None:
        self.holder = holder
        self.interval_ns = (interval_s if interval_s > 0 else DEFAULT_RENEWAL_INTERVAL_IN_SECS) * NS_PER_S
        self.registered_at_ms = clock.wall_ms()
        self.renewed_at_ns = clock.monotonic_ns()
        self.evicted_at_ms = 0
        self.service_up_at_ms = 0
        self._duration_ns = (duration_s if duration_s > 0 else DEFAULT_DURATION_IN_SECS) * NS_PER_S
        self._grace_ns = 0
        self._registered_at_ns = self.renewed_at_ns
        self._clock = clock

    def renew(self) -> None:
        """Start the lease's duration again from now."""
        self.renewed_at_ns = self._clock.monotonic_ns()
        # Eureka lets a renewed lease last two durations, and clients rely on it. Source: Netflix Lease.isExpired.
        self._grace_ns = self._duration_ns

    def cancel(self) -> None:
        """Note when the lease ended; the first call counts."""
        if not self.evicted_at_ms:
            self.evicted_at_ms = self._clock.wall_ms()

    def service_up(self) -> None:
        """Note when the holder first took traffic; the first call counts."""
        if not self.service_up_at_ms:
            self.service_up_at_ms = self._clock.wall_ms()

    def overdue_ns(self, additional_ns: int = 0) -> int:
        """Return for how long the lease has been expired; negative while it is not."""
        age_ns = self._clock.monotonic_ns() - self.renewed_at_ns
        return age_ns - self._duration_ns - self._grace_ns - additional_ns

    def is_expired(self, additional_ns: int = 0) -> bool:
        """Tell whether the lease ended, or was not renewed for longer than it lasts (plus `additional_ns`)."""
        return self.evicted_at_ms > 0 or self.overdue_ns(additional_ns) > 0

    def missed_renewals(self) -> int:
        """Return how many whole renewal intervals passed since the last sign of life."""
        return (self._clock.monotonic_ns() - self.renewed_at_ns) // self.interval_ns

    def renewed_at_ms(self) -> int:
        """Return the wall time of the last renewal, the registration's before the first.

        Java adds the lease's duration to it, so that it lies in the future; this is the real time.
        """
        return self.registered_at_ms + (self.renewed_at_ns - self._registered_at_ns) // NS_PER_MS

    def info(self) -> LeaseInfo:
        """Return the terms and times of this lease as they are now, for the wire."""
        return LeaseInfo(
            renewal_interval_in_secs=self.interval_ns // NS_PER_S,
            duration_in_secs=self._duration_ns // NS_PER_S,
            registration_timestamp=self.registered_at_ms,
            last_renewal_timestamp=self.renewed_at_ms(),
            eviction_timestamp=self.evicted_at_ms,
            service_up_timestamp=self.service_up_at_ms,
        )
