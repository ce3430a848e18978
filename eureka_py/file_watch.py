"""Noticing that files have changed, at the cost of a comparison for nearly every question."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import TypeAlias

from eureka_py.clock import NS_PER_S, Clock

PAUSE_NS = NS_PER_S
"""The files are looked at no more often than this."""

_Seen: TypeAlias = tuple[tuple[int, ...] | None, ...]


class FileWatch:
    """Watches a few files. Safe for threads: one of them looks, the others go on with what they have."""

    def __init__(self, paths: Iterable[str], *, clock: Clock) -> None:
        self._paths = tuple(paths)
        self._clock = clock
        self._lock = threading.Lock()
        self._look_at_ns = clock.monotonic_ns() + PAUSE_NS
        self._seen = self._state()

    def look(self, on_change: Callable[[], object]) -> None:
        """Call `on_change` if the files are not as they were at the last look, or when this was made."""
        now_ns = self._clock.monotonic_ns()
        if now_ns < self._look_at_ns or not self._lock.acquire(blocking=False):
            return
        try:
            self._look_at_ns = now_ns + PAUSE_NS
            # Taken before the files are read: what is written meanwhile differs at the next look.
            seen = self._state()
            if seen != self._seen:
                self._seen = seen
                on_change()
        finally:
            self._lock.release()

    def _state(self) -> _Seen:
        return tuple(map(_state_of, self._paths))


def _state_of(path: str) -> tuple[int, ...] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size
