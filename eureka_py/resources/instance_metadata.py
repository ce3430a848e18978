"""An instance's metadata as set at the server, at `/apps/{app_name}/{instance_id}/metadata`."""

from __future__ import annotations

import falcon

from eureka_py.registry.interface import InstanceRegistry
from eureka_py.resources.request import first_values, key_of

NO_KEYS = ("", "@class")
"""What a registration drops as well: XML has no name for the first, Java's JSON readers trip over the second."""


class InstanceMetadataResource:
    """Add and replace metadata. Source: Netflix InstanceResource.updateMetadata."""

    def __init__(self, registry: InstanceRegistry) -> None:
        self._registry = registry

    def on_put(self, req: falcon.Request, resp: falcon.Response, app_name: str, instance_id: str) -> None:
        """Add the query's parameters to the metadata: 200, or 404."""
        key = key_of(app_name, instance_id)
        known = self._registry.instance(key) is not None
        entries = {name: value for name, value in first_values(req).items() if name not in NO_KEYS}
        updated = known and self._registry.update_metadata(key, entries)
        resp.status = falcon.HTTP_200 if updated else falcon.HTTP_404
