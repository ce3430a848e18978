"""A line for each request, for machines: one JSON object, on standard output."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timezone

from eureka_py.admission.admitted import Outcome
from eureka_py.admission.line_writer import LineWriter
from eureka_py.clock import NS_PER_MS

LOGGER = "eureka_py.access"

_FACTS = (
    "address",
    "principal",
    "method",
    "path",
    "route",
    "status",
    "bytes",
    "duration_ms",
    "request_id",
    "client",
    "refusal",
)
_MESSAGE = "request " + " ".join(f"{name}=%s" for name in _FACTS)
MOST_CHARS = 512
"""How much is shown of what a client may write as long as it likes."""


class AccessFormatter(logging.Formatter):
    """Turns records of the access log, and no others, into JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object, in ASCII and on one line whatever the client sent."""
        moment = datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds")
        facts = dict(zip(_FACTS, record.args or (), strict=True))
        return json.dumps({"time": moment.replace("+00:00", "Z"), **facts})


class AccessLog:
    """An `OutcomeListener` that hands each request to the logger `eureka_py.access`, whose handler never waits.

    The query is not logged, nor is any header but the client's name and the id of the request: no secret gets in.
    """

    def __init__(self, writer: LineWriter) -> None:
        self._writer = writer
        self._logger = logging.getLogger(LOGGER)
        writer.setFormatter(AccessFormatter())

    def start(self) -> None:
        """Begin to write."""
        self._logger.propagate = False  # the node's own log is another one, with another reader
        self._logger.setLevel(logging.INFO)
        self._logger.addHandler(self._writer)
        self._writer.start()

    def stop(self) -> None:
        """Write what is left, and end."""
        self._logger.removeHandler(self._writer)
        self._writer.stop()

    def on_outcome(self, outcome: Outcome) -> None:
        """Log a request."""
        self._logger.info(
            _MESSAGE,
            outcome.address,
            outcome.principal,
            outcome.method[:MOST_CHARS],
            outcome.path[:MOST_CHARS],
            outcome.route,
            outcome.status,
            outcome.response_bytes,
            outcome.duration_ns / NS_PER_MS,
            outcome.request_id,
            outcome.client_name[:MOST_CHARS],
            outcome.refusal.value if outcome.refusal else None,
        )
