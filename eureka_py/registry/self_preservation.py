"""Whether eviction is stopped at present, since when, and until when."""

from __future__ import annotations

from typing import NamedTuple

from eureka_py.clock import NS_PER_MS, NS_PER_S, Clock
from eureka_py.config import PreservationConfig
from eureka_py.registry.preservation import Judgement


class PreservationState(NamedTuple):
    """One moment's answer. Times are epoch milliseconds; `ends_at_ms` is None where only renewals can end it."""

    is_enabled: bool
    is_active: bool
    judgement: Judgement
    since_ms: int | None
    ends_at_ms: int | None


class SelfPreservation:
    """Remembers since when too little is renewed. One state, for eviction and for all who show it."""

    def __init__(self, config: PreservationConfig, clock: Clock) -> None:
        self._is_enabled = config.enabled
        self._max_duration_ns = config.max_duration_s * NS_PER_S
        self._clock = clock
        self._since_ns: int | None = None
        self._since_ms: int | None = None

    def judged(self, judgement: Judgement) -> PreservationState:
        """Take in a judgement; return what follows from it now."""
        if judgement.is_enough or judgement.expected == 0 or not self._is_enabled:
            self._since_ns = self._since_ms = None
            return PreservationState(self._is_enabled, False, judgement, None, None)
        if self._since_ns is None or self._since_ms is None:
            self._since_ns, self._since_ms = self._clock.monotonic_ns(), self._clock.wall_ms()
        lasted_ns = self._clock.monotonic_ns() - self._since_ns
        is_over = 0 < self._max_duration_ns <= lasted_ns
        ends_at_ms = self._since_ms + self._max_duration_ns // NS_PER_MS if self._max_duration_ns else None
        return PreservationState(True, not is_over, judgement, self._since_ms, ends_at_ms)
