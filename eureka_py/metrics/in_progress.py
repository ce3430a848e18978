"""Requests that are being answered at present, each of which takes a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

Wsgi = Callable[..., Iterable[bytes]]


class RequestsInProgress(Collector):
    """Counts requests on their way through a WSGI application. `threads`: how many there may be at once."""

    def __init__(self, *, threads: int) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._count = 0

    def around(self, app: Wsgi) -> Wsgi:
        """Return an application that does what `app` does, and is counted meanwhile."""
        return _Counted(app, self)

    def begin(self) -> None:
        """Count a request."""
        with self._lock:
            self._count += 1

    def end(self) -> None:
        """Count it no longer."""
        with self._lock:
            self._count -= 1

    def collect(self) -> Iterator[Metric]:
        """Yield all series."""
        yield GaugeMetricFamily(
            "eureka_http_requests_in_progress", "Requests that are being answered.", value=self._count
        )
        yield GaugeMetricFamily("eureka_http_threads", "Threads that answer requests.", value=self._threads)


class _Counted:
    def __init__(self, app: Wsgi, metrics: RequestsInProgress) -> None:
        self._app = app
        self._metrics = metrics

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self._metrics.begin()
        try:
            return self._app(environ, start_response)
        finally:
            self._metrics.end()
