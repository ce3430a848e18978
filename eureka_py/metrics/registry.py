"""The registry and its self-preservation, read at the scrape from counters that the registry keeps anyway."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from eureka_py.registry.readings import ExpirationFigures, MeasuredRegistry, RegistrySize


class RegistryMetrics(Collector):
    """A collector for Prometheus."""

    def __init__(self, registry: MeasuredRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        """Yield all series."""
        yield from _size(self._registry.size())
        figures = self._registry.expiration_figures()
        yield from _renewals(figures)
        yield from _self_preservation(figures)


def _size(size: RegistrySize) -> Iterator[Metric]:
    instances = GaugeMetricFamily("eureka_registry_instances", "Registered instances by status.", labels=("status",))
    for status, count in size.count_by_status.items():
        instances.add_metric((status.value,), count)
    yield instances
    yield _gauge("eureka_registry_applications", "Applications that have instances.", size.applications)
    yield _gauge("eureka_registry_overrides", "Status overrides in force.", size.overrides)
    yield _gauge("eureka_registry_version", "Version of the registry: one more with each change.", size.version)
    yield _gauge("eureka_delta_changes", "Changes that the delta holds.", size.recent_changes)
    yield _gauge(
        "eureka_delta_complete",
        "1 if the delta holds all changes of its retention window, 0 if there were too many.",
        size.is_delta_complete,
    )
    yield CounterMetricFamily("eureka_leases_evicted", "Leases that were evicted.", value=size.evicted)
    yield CounterMetricFamily("eureka_leases_cancelled", "Leases that were cancelled on request.", value=size.cancelled)


def _renewals(figures: ExpirationFigures) -> Iterator[Metric]:
    yield _gauge(
        "eureka_renewals_last_minute",
        "Renewals in the last minute; 0 in the first minute of the node.",
        figures.renewals_last_minute,
    )
    yield _gauge(
        "eureka_renewals_expected_per_minute",
        "Renewals a minute that all leases together promise.",
        figures.expected_renewals_per_minute,
    )
    yield _gauge("eureka_leases_expired", "Leases that are expired and not evicted yet.", figures.expired)
    yield _gauge(
        "eureka_leases_held_back",
        "Expired leases that self-preservation keeps from eviction.",
        figures.expired if figures.state.is_active else 0,
    )
    yield _gauge("eureka_leases_evictable", "Expired leases that the next sweep takes at most.", figures.evictable_now)


def _self_preservation(figures: ExpirationFigures) -> Iterator[Metric]:
    state, judgement = figures.state, figures.state.judgement
    yield _gauge("eureka_self_preservation_enabled", "1 if self-preservation is switched on.", state.is_enabled)
    yield _gauge("eureka_self_preservation_active", "1 while nothing is evicted.", state.is_active)
    yield _gauge(
        "eureka_self_preservation_since_timestamp_seconds",
        "Since when too little is renewed; 0 while it is enough.",
        (state.since_ms or 0) / 1000,
    )
    for name, what, value in (
        ("expected", "What self-preservation expects", judgement.expected),
        ("seen", "What self-preservation sees", judgement.seen),
        ("threshold", "What self-preservation has to see at least for leases to be evicted", judgement.needed),
    ):
        family = GaugeMetricFamily(
            f"eureka_self_preservation_{name}",
            f"{what}, in the unit of preservation.arithmetic.",
            labels=("counting",),
        )
        family.add_metric((judgement.unit.replace(" ", "_"),), value)
        yield family


def _gauge(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(name, documentation, value=float(value))
