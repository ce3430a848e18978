"""Changes of the registry by kind."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from eureka_py.model import ActionType, Change


class ChangeMetrics(Collector):
    """Counts changes as they are told. A `ChangeListener`, and a collector for Prometheus."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = dict.fromkeys(ActionType, 0)

    def on_change(self, change: Change) -> None:
        """Count a change."""
        with self._lock:
            self._counts[change.kind] += 1

    def collect(self) -> Iterator[Metric]:
        """Yield all series."""
        family = CounterMetricFamily("eureka_registry_changes", "Changes of the registry.", labels=("kind",))
        with self._lock:
            for kind, count in self._counts.items():
                family.add_metric((kind.value.lower(),), count)
        yield family
