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

    Sweeps alone are remembered. Readers may ask meanwhile: what is remembered is read once, and replaced as one.
    """

    def __init__(self, config: PreservationConfig, clock: Clock) -> None:
        self._is_enabled = config.enabled
        self._max_duration_ns = config.max_duration_s * NS_PER_S
        self._clock = clock
        self._since: _Since | None = None

    def noted(self, judgement: Judgement) -> PreservationState:
        """Take in the judgement of a sweep; return what follows from it."""
        if self._is_too_little(judgement):
            self._since = self._since or self._now()
        else:
            self._since = None
        return self.shown(judgement)

    def shown(self, judgement: Judgement) -> PreservationState:
        """Return what follows from a judgement now, without taking it in: a reader changes nothing."""
        if not self._is_too_little(judgement):
            return PreservationState(self._is_enabled, False, judgement, None, None)
        since = self._since or self._now()
        lasted_ns = self._clock.monotonic_ns() - since.ns
        is_over = 0 < self._max_duration_ns <= lasted_ns
        ends_at_ms = since.ms + self._max_duration_ns // NS_PER_MS if self._max_duration_ns else None
        return PreservationState(True, not is_over, judgement, since.ms, ends_at_ms)

    def _is_too_little(self, judgement: Judgement) -> bool:
        return self._is_enabled and judgement.expected > 0 and not judgement.is_enough

    def _now(self) -> _Since:
        return _Since(self._clock.monotonic_ns(), self._clock.wall_ms())
