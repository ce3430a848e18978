"""Requests: how many, how long, how large, and refused why.

A request costs one lookup and a handful of additions; all series are derived from these sums at the scrape.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from eureka_py.admission import Outcome, RefusalReason
from eureka_py.clock import NS_PER_S
from eureka_py.metrics.labels import METHODS, OTHER, client_label, method_label, outcome_label, route_label

BOUNDS_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_BOUNDS_NS = tuple(round(bound * NS_PER_S) for bound in BOUNDS_S)
_BOUND_TEXTS = (*map(str, BOUNDS_S), "+Inf")


class _Kind(NamedTuple):
    route: str
    method: str
    status: int
    refusal: RefusalReason | None


class _Sums:
    """What all requests of one kind add up to."""

    __slots__ = ("bytes", "count", "counts_by_bound", "duration_ns")

    def __init__(self) -> None:
        self.count = 0
        self.duration_ns = 0
        self.bytes = 0
        self.counts_by_bound = [0] * len(_BOUND_TEXTS)

    def add(self, other: _Sums) -> None:
        self.count += other.count
        self.duration_ns += other.duration_ns
        self.bytes += other.bytes
        self.counts_by_bound = [a + b for a, b in zip(self.counts_by_bound, other.counts_by_bound, strict=True)]

    def copy(self) -> _Sums:
        copied = _Sums()
        copied.add(self)
        return copied


class RequestMetrics(Collector):
    """Counts requests as they end. An `OutcomeListener`, and a collector for Prometheus."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Plain tuples on the way in, since making a named one takes as long as all the rest.
        self._sums: dict[tuple[str, str, int, RefusalReason | None], _Sums] = {}
        self._clients: Counter[str] = Counter()

    def on_outcome(self, outcome: Outcome) -> None:
        """Count a request."""
        method = outcome.method
        if method not in METHODS:  # this one is the client's choice: the rest of the kind is ours
            method = OTHER
        kind = (outcome.route, method, outcome.status, outcome.refusal)
        client = client_label(outcome.client_name)
        bound = bisect_left(_BOUNDS_NS, outcome.duration_ns)
        with self._lock:
            sums = self._sums.get(kind)
            if sums is None:
                sums = self._sums[kind] = _Sums()
            sums.count += 1
            sums.duration_ns += outcome.duration_ns
            sums.bytes += outcome.response_bytes
            sums.counts_by_bound[bound] += 1
            self._clients[client] += 1

    def collect(self) -> Iterator[Metric]:
        """Yield all series."""
        with self._lock:
            sums = {_Kind(*kind): one.copy() for kind, one in self._sums.items()}
            clients = dict(self._clients)
        yield _requests(sums)
        yield _durations(sums)
        yield _response_bytes(sums)
        yield _refusals(sums)
        yield _counter(
            "eureka_http_client_requests",
            "Requests by the kind of client that sent them, as its header DiscoveryIdentity-Name says.",
            ("client",),
            (((client,), count) for client, count in clients.items()),
        )


def _requests(sums: Mapping[_Kind, _Sums]) -> Metric:
    counts: Counter[tuple[str, ...]] = Counter()
    for kind, one in sums.items():
        counts[route_label(kind.route), method_label(kind.method), str(kind.status)] += one.count
    labels = ("route", "method", "status")
    return _counter("eureka_http_requests", "Requests that were answered.", labels, counts.items())


def _durations(sums: Mapping[_Kind, _Sums]) -> Metric:
    by_labels: dict[tuple[str, ...], _Sums] = {}
    for kind, one in sums.items():
        outcome = outcome_label(kind.status, is_refused=kind.refusal is not None)
        by_labels.setdefault((route_label(kind.route), kind.method, outcome), _Sums()).add(one)
    family = HistogramMetricFamily(
        "eureka_http_request_duration_seconds",
        "Time from the head of a request until its answer was handed over.",
        labels=("route", "method", "outcome"),
    )
    for labels, one in by_labels.items():
        buckets = list(zip(_BOUND_TEXTS, accumulate(map(float, one.counts_by_bound)), strict=True))
        family.add_metric(labels, buckets, one.duration_ns / NS_PER_S)
    return family


def _response_bytes(sums: Mapping[_Kind, _Sums]) -> Metric:
    counts: Counter[tuple[str, ...]] = Counter()
    for kind, one in sums.items():
        counts[route_label(kind.route), kind.method] += one.bytes
    return _counter(
        "eureka_http_response_bytes", "Bytes of the bodies of answers.", ("route", "method"), counts.items()
    )


def _refusals(sums: Mapping[_Kind, _Sums]) -> Metric:
    counts: Counter[tuple[str, ...]] = Counter({(reason.value,): 0 for reason in RefusalReason})
    for kind, one in sums.items():
        if kind.refusal is not None:
            counts[(kind.refusal.value,)] += one.count
    return _counter("eureka_http_refusals", "Requests refused by policy or a limit.", ("reason",), counts.items())


def _counter(
    name: str, documentation: str, labels: tuple[str, ...], counts: Iterable[tuple[tuple[str, ...], int]]
) -> Metric:
    family = CounterMetricFamily(name, documentation, labels=labels)
    for values, count in counts:
        family.add_metric(values, count)
    return family
