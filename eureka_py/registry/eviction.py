"""How many expired leases go in one sweep, and which. Pure but for the injected random source."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from eureka_py.clock import NS_PER_MS

T = TypeVar("T")


def eviction_limit(lease_count: int, renewal_percent_threshold: float) -> int:
    """Return how many of `lease_count` leases may go in one sweep: at least one.

    Source: Netflix AbstractInstanceRegistry.evict, where a threshold of 1 keeps all of them for ever.
    """
    return max(min(1, lease_count), lease_count - int(lease_count * renewal_percent_threshold))


def choose(expired: Sequence[T], limit: int, random: Random) -> list[T]:
    """Return up to `limit` of `expired`, in random order, so that no application is wiped out before another."""
    return random.sample(expired, min(limit, len(expired)))


class CompensationTime:
    """By how much a sweep is late: leases get that much longer, since renewals may have been held up as well.

    Source: Netflix AbstractInstanceRegistry.EvictionTask.getCompensationTimeMs.
    """

    def __init__(self, interval_ms: int) -> None:
        self._interval_ms = interval_ms
        self._last_run_ns: int | None = None

    def next_ms(self, now_ns: int) -> int:
        """Note a sweep at `now_ns` (monotonic); return the milliseconds it is late, 0 for the first."""
        last_run_ns, self._last_run_ns = self._last_run_ns, now_ns
        if last_run_ns is None:
            return 0
        return max(0, (now_ns - last_run_ns) // NS_PER_MS - self._interval_ms)
