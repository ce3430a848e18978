"""Reads beyond Netflix's limit. Source: Netflix EurekaMonitors.RATE_LIMITED and its three kin."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator

from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from eureka_py.admission import Outcome, RefusalReason
from eureka_py.admission.fetch_limit import FetchVerdict, Target, target_of

_TARGETS = (Target.FULL_FETCH, Target.DELTA_FETCH, Target.APPLICATION)
_VERDICTS = (FetchVerdict.REFUSED, FetchVerdict.CANDIDATE)


class FetchLimitMetrics(Collector):
    """Counts reads that were refused, and those that would be if the limit were enabled."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[Target, FetchVerdict]] = Counter()

    def on_candidate(self, target: Target) -> None:
        """Count a read that would be refused."""
        with self._lock:
            self._counts[target, FetchVerdict.CANDIDATE] += 1

    def on_outcome(self, outcome: Outcome) -> None:
        """Count a read that was refused."""
        if outcome.refusal is RefusalReason.FETCH_RATE:
            with self._lock:
                self._counts[target_of(outcome.method, outcome.path), FetchVerdict.REFUSED] += 1

    def collect(self) -> Iterator[Metric]:
        """Yield all series."""
        family = CounterMetricFamily(
            "eureka_fetches_over_limit",
            "Reads of the registry beyond the limits of rate_limiter.",
            labels=("target", "verdict"),
        )
        with self._lock:
            for target in _TARGETS:
                for verdict in _VERDICTS:
                    family.add_metric((target.value, verdict.value), self._counts[target, verdict])
        yield family
