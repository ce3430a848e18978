"""How many requests one address may send."""

from __future__ import annotations

import threading

from cachetools import LRUCache

from eureka_py.admission.token_bucket import TokenBucket

MOST_ADDRESSES = 10_000
"""How many addresses are remembered. One that was forgotten starts anew, which is in its favour."""


class AddressLimit:
    """A bucket for each address. Safe for threads."""

    def __init__(self, *, rate: int, burst_size: int, period_ms: int = 1000) -> None:
        self._rate = rate
        self._burst_size = burst_size
        self._period_ms = period_ms
        self._buckets: LRUCache[str, TokenBucket] = LRUCache(MOST_ADDRESSES)
        self._lock = threading.Lock()

    def acquire(self, address: str, now_ms: int) -> bool:
        """Count a request, and say whether there is room for it."""
        if self._rate <= 0:
            return True
        with self._lock:
            bucket = self._buckets.get(address)
            if bucket is None:
                bucket = self._buckets[address] = TokenBucket(self._burst_size, self._rate, self._period_ms)
            return bucket.acquire(now_ms)
