"""All metrics of one node, in a registry of Prometheus' of its own: two nodes in one process share nothing."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector

from eureka_py.cache import CacheFigures
from eureka_py.metrics.cache import CacheMetrics
from eureka_py.metrics.changes import ChangeMetrics
from eureka_py.metrics.fetch_limit import FetchLimitMetrics
from eureka_py.metrics.in_progress import RequestsInProgress
from eureka_py.metrics.node import OwnMetrics
from eureka_py.metrics.registry import RegistryMetrics
from eureka_py.metrics.requests import RequestMetrics
from eureka_py.registry.readings import MeasuredRegistry


class NodeMetrics:
    """The collectors, for who tells them what happens; and `collectors`, for who exposes them."""

    def __init__(
        self,
        *,
        registry: MeasuredRegistry,
        cache: Callable[[], CacheFigures],
        version: str,
        is_ready: Callable[[], bool],
        lost_lines: Callable[[], int],
        threads: int,
    ) -> None:
        self.in_progress = RequestsInProgress(threads=threads)
        self.requests = RequestMetrics()
        self.fetches = FetchLimitMetrics()
        self.changes = ChangeMetrics()
        self.collectors = CollectorRegistry(auto_describe=False)
        for collector in (
            OwnMetrics(version=version, is_ready=is_ready, lost_lines=lost_lines),
            RegistryMetrics(registry),
            self.changes,
            CacheMetrics(cache),
            self.requests,
            self.in_progress,
            self.fetches,
        ):
            self.collectors.register(collector)
        ProcessCollector(registry=self.collectors)
        PlatformCollector(registry=self.collectors)
        GCCollector(registry=self.collectors)
