"""A line in the log for each refusal, and never so many that the log itself becomes a burden."""

from __future__ import annotations

import logging
import threading

from eureka_py.admission.admitted import Outcome
from eureka_py.admission.token_bucket import TokenBucket
from eureka_py.clock import NS_PER_MS, Clock

logger = logging.getLogger(__name__)

BURST, PER_SECOND = 20, 5
"""Of all lines together."""
OVERLOAD_BURST, OVERLOAD_PER_SECOND = 10, 2
"""Of those for requests that were too many or too large: the rest is left to those that were not allowed."""
MOST_CHARS = 200


class RefusalLog:
    """An `OutcomeListener` that logs refusals, each line with how many went without one since the line before.

    Requests that were not allowed (401, 403) are told as long as there is room for any line. The counters of the
    metrics have them all.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._all = TokenBucket(BURST, PER_SECOND)
        self._overload = TokenBucket(OVERLOAD_BURST, OVERLOAD_PER_SECOND)
        self._suppressed = 0

    def on_outcome(self, outcome: Outcome) -> None:
        """Log a request if it was refused."""
        if outcome.refusal is None:
            return
        with self._lock:
            if not self._has_room_locked(outcome.status):
                self._suppressed += 1
                return
            suppressed, self._suppressed = self._suppressed, 0
        logger.warning(
            "request refused reason=%s status=%d address=%a principal=%a method=%a path=%a route=%s"
            " request=%s suppressed=%d",
            outcome.refusal.value,
            outcome.status,
            outcome.address[:MOST_CHARS],
            outcome.principal,
            outcome.method[:MOST_CHARS],
            outcome.path[:MOST_CHARS],
            outcome.route,
            outcome.request_id,
            suppressed,
        )

    def _has_room_locked(self, status: int) -> bool:
        now_ms = self._clock.monotonic_ns() // NS_PER_MS
        if status not in (401, 403) and not self._overload.acquire(now_ms):
            return False
        return self._all.acquire(now_ms)
