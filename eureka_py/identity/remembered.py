"""Credentials that were right a moment ago, under digests that mean nothing outside of this process."""

from __future__ import annotations

import secrets
import threading
from hashlib import blake2b

from cachetools import TTLCache

from eureka_py.admission import Principal
from eureka_py.clock import NS_PER_S, Clock
from eureka_py.identity.credentials import Credentials

MOST_REMEMBERED = 10_000


class Remembered:
    """Whom a header showed, until it is unused for `remember_s`, or the credentials are others. Safe for threads.

    The time runs from the last use: a check that is repeated against the same content finds the same.
    """

    def __init__(self, remember_s: int, *, clock: Clock) -> None:
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._known: TTLCache[bytes, tuple[Credentials, Principal]] = TTLCache(
            MOST_REMEMBERED, remember_s * NS_PER_S, timer=clock.monotonic_ns
        )

    def digest_of(self, authorization: str) -> bytes:
        """Return what stands for a header here."""
        return blake2b(authorization.encode("utf-8", "surrogatepass"), key=self._key, digest_size=32).digest()

    def principal(self, digest: bytes, credentials: Credentials) -> Principal | None:
        """Return whom a header showed under these very credentials."""
        with self._lock:
            known = self._known.get(digest)
            if known is None or known[0] is not credentials:
                return None
            self._known[digest] = known  # begins its time anew
            return known[1]

    def remember(self, digest: bytes, credentials: Credentials, principal: Principal) -> None:
        """Take note that a header was right."""
        with self._lock:
            self._known[digest] = credentials, principal
