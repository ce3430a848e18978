"""Netflix's limit on reading the registry. Source: Netflix RateLimitingFilter."""

from __future__ import annotations

import enum
import re
import threading

from eureka_py.admission.token_bucket import TokenBucket
from eureka_py.config import RateLimiterConfig

IDENTITY_HEADER = "DiscoveryIdentity-Name"
STANDARD_CLIENTS = frozenset({"DefaultClient", "DefaultServer", "Jersey3DefaultClient"})
"""Eureka's own clients. The last is what its Jersey 3 transport sends, which Netflix's list has forgotten."""

_TARGET = re.compile(r".*/apps(?:/([^/]*))?", re.DOTALL)
_SLASHES = re.compile("/+")


class Target(enum.Enum):
    """What is read."""

    FULL_FETCH = "full"
    DELTA_FETCH = "delta"
    APPLICATION = "application"
    OTHER = "other"


class FetchVerdict(enum.Enum):
    """What comes of a read; a candidate is one that would be refused if the limit were enabled."""

    GRANTED = "granted"
    CANDIDATE = "candidate"
    REFUSED = "refused"


class FetchLimit:
    """Two buckets that all clients share: one for every read, one more for reads of all applications."""

    def __init__(self, config: RateLimiterConfig) -> None:
        self._is_enabled = config.enabled
        self._privileged: frozenset[str] = (
            frozenset() if config.throttle_standard_clients else STANDARD_CLIENTS.union(config.privileged_clients)
        )
        self._fetches = TokenBucket(config.burst_size, config.registry_fetch_average_rate)
        self._full_fetches = TokenBucket(config.burst_size, config.full_fetch_average_rate)
        self._lock = threading.Lock()

    def judge(self, method: str, path: str, client_name: str | None, now_ms: int) -> FetchVerdict:
        """Count a read, and say what comes of it. `client_name`: what the client calls itself."""
        target = target_of(method, path)
        if target is Target.OTHER or client_name in self._privileged:
            return FetchVerdict.GRANTED
        with self._lock:
            is_granted = self._fetches.acquire(now_ms)
            if target is Target.FULL_FETCH:  # counts in both, even if the first refuses
                is_granted = self._full_fetches.acquire(now_ms) and is_granted
        if is_granted:
            return FetchVerdict.GRANTED
        return FetchVerdict.REFUSED if self._is_enabled else FetchVerdict.CANDIDATE


def target_of(method: str, path: str) -> Target:
    """Return what a request reads."""
    if method not in ("GET", "HEAD"):
        return Target.OTHER
    # Slashes that do not matter to the resources must not matter here, or they would be a way around.
    match = _TARGET.fullmatch(_SLASHES.sub("/", path).removesuffix("/"))
    if match is None:
        return Target.OTHER
    if match[1] is None:
        return Target.FULL_FETCH
    return Target.DELTA_FETCH if match[1] == "delta" else Target.APPLICATION
