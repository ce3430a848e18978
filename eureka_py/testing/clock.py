"""A clock that a test turns by hand."""

from __future__ import annotations

from eureka_py.clock import NS_PER_MS, NS_PER_S


class FakeClock:
    """Stands still until told otherwise. Starts at a fixed wall time, far from zero."""

    def __init__(self, wall_ms: int = 1_750_000_000_000) -> None:
        self._wall_ns = wall_ms * NS_PER_MS
        self._monotonic_ns = 1_000 * NS_PER_S

    def wall_ms(self) -> int:
        """Return the wall clock in epoch milliseconds."""
        return self._wall_ns // NS_PER_MS

    def monotonic_ns(self) -> int:
        """Return the monotonic clock in nanoseconds."""
        return self._monotonic_ns

    def advance(self, *, seconds: float = 0, ms: float = 0) -> None:
        """Let time pass on both clocks."""
        passed_ns = round(seconds * NS_PER_S) + round(ms * NS_PER_MS)
        self._wall_ns += passed_ns
        self._monotonic_ns += passed_ns

    def jump_wall(self, *, seconds: float) -> None:
        """Set the wall clock forward or back, as a time server may; the monotonic clock does not notice."""
        self._wall_ns += round(seconds * NS_PER_S)
