"""An instance by its id alone, at `/instances/{instance_id}`."""

from __future__ import annotations

import falcon

from eureka_py.registry.interface import InstanceRegistry
from eureka_py.resources.answers import answer_instance


class InstancesResource:
    """Looks through all applications. Source: Netflix InstancesResource."""

    def __init__(self, registry: InstanceRegistry) -> None:
        self._registry = registry

    def on_get(self, req: falcon.Request, resp: falcon.Response, instance_id: str) -> None:
        """Return the instance of the first application, by name, that has this id: 200, or 404."""
        answer_instance(req, resp, self._registry.instance_by_id(instance_id))
