"""The status page, at `/`. Source: Netflix status.jsp."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote

import falcon

from eureka_py.clock import Clock
from eureka_py.config import Config
from eureka_py.ops.explanation import Situation, explain
from eureka_py.ops.listing import listing_of
from eureka_py.ops.node_status import NodeStatus
from eureka_py.ops.pages import Pages
from eureka_py.ops.wall_time import wall_time
from eureka_py.registry.interface import InstanceRegistry
from eureka_py.registry.measured_rate import WINDOW_S

MAX_LISTED_OVERRIDES = 200
MAX_OPEN_INSTANCES = 12
"""An application with more instances in one status shows them on request."""

_TONES = {
    Situation.ALL_WELL: "well",
    Situation.PRESERVING: "alarm",
    Situation.TIME_LIMIT_REACHED: "alarm",
    Situation.SWITCHED_OFF: "warning",
    Situation.SWITCHED_OFF_AND_BELOW: "alarm",
}


class Override(NamedTuple):
    """A status set at the server."""

    app_name: str
    instance_id: str
    status: str


class StatusPageResource:
    """What the node holds and how it is, on one page."""

    def __init__(
        self,
        registry: InstanceRegistry,
        config: Config,
        clock: Clock,
        node_status: NodeStatus,
        pages: Pages,
        *,
        is_ready: Callable[[], bool],
        version: str,
    ) -> None:
        self._registry = registry
        self._config = config
        self._clock = clock
        self._node_status = node_status
        self._pages = pages
        self._is_ready = is_ready
        self._version = version

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer 200 and the page."""
        content = {
            "server": self._config.server,
            "eureka_path": quote(self._config.server.base_path.strip("/"), errors="replace"),
            "version": self._version,
            "now": wall_time(self._clock.wall_ms()),
            "is_ready": self._is_ready(),
            "stats": self._node_status.general_stats(),
            "application_stats": self._node_status.application_stats(),
            "listing": listing_of(self._registry.view().applications.values()),
            "max_open": MAX_OPEN_INSTANCES,
            **self._preservation(),
            **self._overrides(),
        }
        self._pages.answer(req, resp, "status.html", content)

    def _preservation(self) -> dict[str, Any]:
        report = self._registry.preservation()
        uptime_s = self._node_status.uptime_s()
        explanation = explain(report, self._config.preservation, uptime_s=uptime_s)
        return {
            "explanation": explanation,
            "tone": _TONES[explanation.situation],
            "report": report,
            "is_counting": uptime_s < WINDOW_S,
        }

    def _overrides(self) -> dict[str, Any]:
        overrides = sorted(
            Override(key.app_name, key.instance_id, status.value) for key, status in self._registry.overrides().items()
        )
        return {"overrides": overrides[:MAX_LISTED_OVERRIDES], "override_count": len(overrides)}
