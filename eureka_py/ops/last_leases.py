"""The last registrations and cancellations, at `/lastn`. Source: Netflix lastN.jsp."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import falcon

from eureka_py.clock import Clock
from eureka_py.ops.pages import Pages
from eureka_py.ops.wall_time import wall_time
from eureka_py.registry.interface import InstanceRegistry
from eureka_py.registry.recent_leases import LeaseEvent


class ListedEvent(NamedTuple):
    """A row of either table."""

    at: str
    app_name: str
    instance_id: str


class LastLeasesResource:
    """Who came and who went, the newest first."""

    def __init__(self, registry: InstanceRegistry, clock: Clock, pages: Pages) -> None:
        self._registry = registry
        self._clock = clock
        self._pages = pages

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer 200 and the page."""
        content = {
            "now": wall_time(self._clock.wall_ms()),
            "registrations": _listed(self._registry.recent_registrations()),
            "cancellations": _listed(self._registry.recent_cancellations()),
        }
        self._pages.answer(req, resp, "lastn.html", content)


def _listed(events: Sequence[LeaseEvent]) -> list[ListedEvent]:
    return [ListedEvent(wall_time(event.at_ms), event.key.app_name, event.key.instance_id) for event in events]
