"""Guessing is slow: wrong credentials, counted by where they come from."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass

from cachetools import TTLCache

from eureka_py.clock import NS_PER_S, Clock

WINDOW_S = 60
MOST_ADDRESSES = 10_000
"""How many addresses are remembered. One that was forgotten starts anew, which is in its favour."""


@dataclass
class _Count:
    began_ns: int
    failures: int = 0


class Failures:
    """Counts by address, for a minute from the first failure. `limit`: 0 for none. Safe for threads."""

    def __init__(self, limit: int, *, clock: Clock) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: TTLCache[str, _Count] = TTLCache(MOST_ADDRESSES, WINDOW_S * NS_PER_S, timer=clock.monotonic_ns)

    def wait_s(self, address: str) -> int:
        """Return how many seconds an address has to wait until it may try again; mostly 0."""
        with self._lock:
            count = self._counts.get(address)
            if self._limit <= 0 or count is None or count.failures < self._limit:
                return 0
            left_ns = count.began_ns + WINDOW_S * NS_PER_S - self._clock.monotonic_ns()
            return max(1, math.ceil(left_ns / NS_PER_S))

    def add(self, address: str) -> bool:
        """Count a failure, and say whether it is the one that makes the address wait."""
        with self._lock:
            count = self._counts.get(address)
            if count is None:
                count = self._counts[address] = _Count(self._clock.monotonic_ns())
            count.failures += 1
            return count.failures == self._limit
