"""The response cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from eureka_py.cache import CacheFigures
from eureka_py.clock import NS_PER_S

_LABELS = ("entity",)


class CacheMetrics(Collector):
    """A collector for Prometheus over the figures that the cache keeps."""

    def __init__(self, figures: Callable[[], CacheFigures]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """Yield all series."""
        figures = self._figures()
        hits = CounterMetricFamily("eureka_response_cache_hits", "Reads answered with what was there.", labels=_LABELS)
        builds = CounterMetricFamily("eureka_response_cache_builds", "Misses: answers that were made.", labels=_LABELS)
        seconds = CounterMetricFamily(
            "eureka_response_cache_build_seconds", "Time spent on making answers.", labels=_LABELS
        )
        held = GaugeMetricFamily("eureka_response_cache_bytes", "Bytes of the answers that are held.", labels=_LABELS)
        for entity, one in figures.by_entity.items():
            labels = (entity.value.replace(" ", "_"),)
            hits.add_metric(labels, one.hits)
            builds.add_metric(labels, one.builds)
            seconds.add_metric(labels, one.build_ns / NS_PER_S)
            held.add_metric(labels, one.held_bytes)
        yield from (hits, builds, seconds, held)
        yield GaugeMetricFamily(
            "eureka_response_cache_fragments_bytes",
            "Bytes of encoded applications that are held for the answers to come.",
            value=figures.fragments_bytes,
        )
