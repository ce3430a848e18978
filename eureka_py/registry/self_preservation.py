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


class _Since(NamedTuple):
    ns: int
    ms: int


class SelfPreservation:
    """Remembers since when too little is renewed. One state, for eviction and for all who show it.

    Several threads may judge at once: what is remembered is read once, and replaced as one.
    """

    def __init__(self, config: PreservationConfig, clock: Clock) -> None:
        self._is_enabled = config.enabled
        self._max_duration_ns = config.max_duration_s * NS_PER_S
        self._clock = clock
        self._since: _Since | None = None

    def judged(self, judgement: Judgement) -> PreservationState:
        """Take in a judgement; return what follows from it now."""
        if judgement.is_enough or judgement.expected == 0 or not self._is_enabled:
            self._since = None
            return PreservationState(self._is_enabled, False, judgement, None, None)
        since = self._since
        if since is None:
            self._since = since = _Since(self._clock.monotonic_ns(), self._clock.wall_ms())
        lasted_ns = self._clock.monotonic_ns() - since.ns
        is_over = 0 < self._max_duration_ns <= lasted_ns
        ends_at_ms = since.ms + self._max_duration_ns // NS_PER_MS if self._max_duration_ns else None
        return PreservationState(True, not is_over, judgement, since.ms, ends_at_ms)
