"""A bucket that fills at a steady rate: Netflix's, with its arithmetic."""

from __future__ import annotations


class TokenBucket:
    """Grants up to `burst_size` at once, and `rate` in a `period_ms` on average. Not safe for threads.

    Source: Netflix RateLimiter.
    """

    __slots__ = ("_burst_size", "_consumed", "_period_ms", "_rate", "_refilled_at_ms")

    def __init__(self, burst_size: int, rate: int, period_ms: int = 1000) -> None:
        self._burst_size = burst_size
        self._rate = rate
        self._period_ms = period_ms
        self._consumed = 0
        self._refilled_at_ms = 0

    def acquire(self, now_ms: int) -> bool:
        """Take one, if there is one; a bucket without size or rate has always one."""
        if self._burst_size <= 0 or self._rate <= 0:
            return True
        self._refill(now_ms)
        if self._consumed >= self._burst_size:
            return False
        self._consumed += 1
        return True

    def _refill(self, now_ms: int) -> None:
        new = (now_ms - self._refilled_at_ms) * self._rate // self._period_ms
        if new <= 0:
            return
        # What is left of the division counts for the next refill; the very first one begins the reckoning.
        spent_ms = new * self._period_ms // self._rate
        self._refilled_at_ms = self._refilled_at_ms + spent_ms if self._refilled_at_ms else now_ms
        self._consumed = max(0, min(self._consumed, self._burst_size) - new)
