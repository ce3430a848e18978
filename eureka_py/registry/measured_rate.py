"""Renewals in the last minute."""

from __future__ import annotations

from eureka_py.clock import NS_PER_S, Clock

WINDOW_S = 60


class MeasuredRate:
    """Counts events over the last minute, in buckets of a second.

    Netflix counts in whole minutes, so its figure is up to two minutes old; this one slides. Both say 0 until a
    minute has passed since the start, since before that a low count means nothing. Guarded by the lock of the lease
    table. Source: Netflix MeasuredRate.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started_at_s = self._now_s()
        self._counts = [0] * WINDOW_S
        self._second = self._started_at_s

    def increment(self) -> None:
        """Count one event now."""
        now_s = self._now_s()
        if now_s != self._second:
            self._forget_until(now_s)
        self._counts[now_s % WINDOW_S] += 1

    def count(self) -> int:
        """Return how many events the last minute had; 0 in the first minute."""
        now_s = self._now_s()
        self._forget_until(now_s)
        return sum(self._counts) if now_s - self._started_at_s >= WINDOW_S else 0

    def _forget_until(self, now_s: int) -> None:
        for second in range(max(self._second + 1, now_s - WINDOW_S + 1), now_s + 1):
            self._counts[second % WINDOW_S] = 0
        self._second = now_s

    def _now_s(self) -> int:
        return self._clock.monotonic_ns() // NS_PER_S
