"""The node itself: what runs, and whether it is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector


class OwnMetrics(Collector):
    """A collector for Prometheus. `lost_lines`: lines that the access log could not write."""

    def __init__(self, *, version: str, is_ready: Callable[[], bool], lost_lines: Callable[[], int]) -> None:
        self._version = version
        self._is_ready = is_ready
        self._lost_lines = lost_lines

    def collect(self) -> Iterator[Metric]:
        """Yield all series."""
        yield InfoMetricFamily("eureka_build", "What runs.", value={"version": self._version})
        yield GaugeMetricFamily("eureka_ready", "1 while the node is ready.", value=float(self._is_ready()))
        yield CounterMetricFamily(
            "eureka_access_log_lost_lines",
            "Lines of the access log that could not be written.",
            value=self._lost_lines(),
        )
