"""What the server was told by operators, at `/serverinfo/statusoverrides`."""

from __future__ import annotations

import falcon
import orjson

from eureka_py.registry.interface import InstanceRegistry
from eureka_py.resources.answers import answer_bytes


class StatusOverridesResource:
    """All overridden statuses. Source: Netflix ServerInfoResource.getOverrides."""

    def __init__(self, registry: InstanceRegistry) -> None:
        self._registry = registry

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Return id -> status: 200, always JSON. Of two applications with one id the later name counts."""
        by_id = {key.instance_id: status.value for key, status in sorted(self._registry.overrides().items())}
        answer_bytes(req, resp, "application/json", orjson.dumps(by_id))
