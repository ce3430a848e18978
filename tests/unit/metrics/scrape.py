"""Reading what a collector yields."""

from __future__ import annotations

from prometheus_client import CollectorRegistry
from prometheus_client.registry import Collector


class Scraped:
    """The samples of one scrape."""

    def __init__(self, *collectors: Collector) -> None:
        registry = CollectorRegistry(auto_describe=False)
        for collector in collectors:
            registry.register(collector)
        self.families = list(registry.collect())
        self.samples = [sample for family in self.families for sample in family.samples]

    def value(self, name: str, **labels: str) -> float:
        """Return the one sample of this name and exactly these labels."""
        (value,) = [one.value for one in self.samples if one.name == name and one.labels == labels]
        return value

    def total(self, name: str, **labels: str) -> float:
        """Return the sum of the samples of this name that have these labels, among others."""
        return sum(one.value for one in self.samples if one.name == name and labels.items() <= one.labels.items())
