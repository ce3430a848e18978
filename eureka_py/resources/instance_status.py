"""An instance's status as set at the server, at `/apps/{app_name}/{instance_id}/status`."""

from __future__ import annotations

import falcon

from eureka_py.model import InstanceStatus
from eureka_py.registry.interface import InstanceRegistry
from eureka_py.resources.request import is_replication, key_of, last_dirty_timestamp_of, status_of


class InstanceStatusResource:
    """Set and remove an override. An expired instance is as good as none.

    Source: Netflix InstanceResource.statusUpdate and deleteStatusUpdate, which answer 500 to a bad value.
    """

    def __init__(self, registry: InstanceRegistry) -> None:
        self._registry = registry

    def on_put(self, req: falcon.Request, resp: falcon.Response, app_name: str, instance_id: str) -> None:
        """Override the status with the query's `value`: 200, 404, or 400 with nothing changed."""
        key = key_of(app_name, instance_id)
        if self._registry.instance(key) is None:
            raise falcon.HTTPNotFound
        status = status_of(req)
        if status is None:
            raise falcon.HTTPBadRequest
        updated = self._registry.update_status(
            key, status, last_dirty_timestamp=last_dirty_timestamp_of(req), is_replication=is_replication(req)
        )
        resp.status = falcon.HTTP_200 if updated else falcon.HTTP_404

    def on_delete(self, req: falcon.Request, resp: falcon.Response, app_name: str, instance_id: str) -> None:
        """End the override and show the query's `value`, or UNKNOWN until the client registers again: 200, 404, 400."""
        key = key_of(app_name, instance_id)
        if self._registry.instance(key) is None:
            raise falcon.HTTPNotFound
        deleted = self._registry.delete_status_override(
            key,
            status_of(req) or InstanceStatus.UNKNOWN,
            last_dirty_timestamp=last_dirty_timestamp_of(req),
            is_replication=is_replication(req),
        )
        resp.status = falcon.HTTP_200 if deleted else falcon.HTTP_404
