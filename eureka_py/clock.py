"""The only place that reads the system's clocks."""

from __future__ import annotations

import time
from typing import Protocol

NS_PER_MS = 1_000_000
NS_PER_S = 1_000_000_000


class Clock(Protocol):
    """Wall time for what is shown and compared, monotonic time for ages and waits."""

    def wall_ms(self) -> int:
        """Return the wall clock in epoch milliseconds."""
        ...

    def monotonic_ns(self) -> int:
        """Return a clock that never goes back, in nanoseconds from an arbitrary start."""
        ...


class SystemClock:
    """The clocks of the machine."""

    def wall_ms(self) -> int:
        """Return the wall clock in epoch milliseconds."""
        return time.time_ns() // NS_PER_MS

    def monotonic_ns(self) -> int:
        """Return `time.monotonic_ns`."""
        return time.monotonic_ns()
