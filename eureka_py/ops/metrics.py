"""Everything that is measured, at `/metrics`, as Prometheus reads it."""

from __future__ import annotations

import gzip
import re

import falcon
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

GZIP_LEVEL = 5
"""A scrape is some 50 KB of much the same: higher levels take time and save little."""

_VERSION = re.compile(r"version=([^;,]*)")
_VERSIONS = frozenset({"0.0.1", "0.0.4", "1.0.0"})
_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?P<q>[0-9.]+)\s*)?(?:,|$)", re.IGNORECASE)


class MetricsResource:
    """The state of all collectors, in OpenMetrics for who asks for it, in the classic text format for all others."""

    def __init__(self, collectors: CollectorRegistry) -> None:
        self._collectors = collectors

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer 200 and the metrics."""
        encode, content_type = choose_encoder(_understood(req.get_header("Accept") or ""))
        page = encode(self._collectors)
        resp.content_type = content_type
        resp.set_header("Vary", "Accept, Accept-Encoding")
        resp.set_header("Cache-Control", "no-store")
        if _takes_gzip(req.get_header("Accept-Encoding") or ""):
            resp.set_header("Content-Encoding", "gzip")
            page = gzip.compress(page, GZIP_LEVEL)
        resp.data = page


def _understood(accept: str) -> str:
    """Leave out formats in versions unknown here, which prometheus_client would compare, or promise, all the same."""
    return ",".join(
        part for part in accept.split(",") if all(version.strip() in _VERSIONS for version in _VERSION.findall(part))
    )


def _takes_gzip(accept_encoding: str) -> bool:
    match = _GZIP.search(accept_encoding)
    return match is not None and match["q"] not in ("0", "0.0", "0.00", "0.000")
