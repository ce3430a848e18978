"""An instance's metadata as set at the server, at `/apps/{app_name}/{instance_id}/metadata`."""

from __future__ import annotations

import falcon

from eureka_py.lease.registration import RegisterKind
from eureka_py.registry.interface import InstanceRegistry
from eureka_py.resources.registration import refuse_beyond_limits
from eureka_py.resources.request import first_values, key_of

NO_KEYS = ("", "@class")
"""What a registration drops as well: XML has no name for the first, Java's JSON readers trip over the second."""


class InstanceMetadataResource:
    """Add and replace metadata. Source: Netflix InstanceResource.updateMetadata."""

    def __init__(self, registry: InstanceRegistry) -> None:
        self._registry = registry

    def on_put(self, req: falcon.Request, resp: falcon.Response, app_name: str, instance_id: str) -> None:
        """Add the query's parameters to the metadata: 200, 404, or 400 or 413 with nothing changed."""
        key = key_of(app_name, instance_id)
        if self._registry.instance(key) is None:
            raise falcon.HTTPNotFound
        entries = {name: value for name, value in first_values(req).items() if name not in NO_KEYS}
        outcome = self._registry.update_metadata(key, entries)
        refuse_beyond_limits(outcome)
        resp.status = falcon.HTTP_200 if outcome.kind is RegisterKind.REGISTERED else falcon.HTTP_404
