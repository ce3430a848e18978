"""One instance's lease, at `/apps/{app_name}/{instance_id}`."""

from __future__ import annotations

import falcon

from eureka_py.lease.renewal import RenewKind
from eureka_py.registry.interface import InstanceRegistry
from eureka_py.resources.answers import answer_instance
from eureka_py.resources.request import claim_of, is_replication, key_of

STATUS_OF = {
    RenewKind.RENEWED: falcon.HTTP_200,
    RenewKind.UNKNOWN: falcon.HTTP_404,
    RenewKind.CLIENT_IS_NEWER: falcon.HTTP_404,
    RenewKind.CONFLICT: falcon.HTTP_409,
}


class InstanceResource:
    """Read, renew and cancel. Error answers have no body: Java clients fail to register again if they have one.

    Source: Netflix InstanceResource.
    """

    def __init__(self, registry: InstanceRegistry) -> None:
        self._registry = registry

    def on_get(self, req: falcon.Request, resp: falcon.Response, app_name: str, instance_id: str) -> None:
        """Return the instance with its lease times of now: 200, or 404."""
        answer_instance(req, resp, self._registry.instance(key_of(app_name, instance_id)))

    def on_put(self, req: falcon.Request, resp: falcon.Response, app_name: str, instance_id: str) -> None:
        """Renew: 200; 404, upon which the client registers again; or 409 with our state, for a peer that is behind."""
        key = key_of(app_name, instance_id)
        try:
            claim = claim_of(req)
        except falcon.HTTPBadRequest:
            if self._registry.instance(key) is None:
                raise falcon.HTTPNotFound from None  # what an unknown client has to hear, whatever it claims
            raise
        outcome = self._registry.renew(key, claim, is_replication=is_replication(req))
        resp.status = STATUS_OF[outcome.kind]
        if outcome.holder is not None:
            answer_instance(req, resp, outcome.holder)

    def on_delete(self, req: falcon.Request, resp: falcon.Response, app_name: str, instance_id: str) -> None:
        """Cancel: 200, or 404."""
        cancelled = self._registry.cancel(key_of(app_name, instance_id), is_replication=is_replication(req))
        resp.status = falcon.HTTP_200 if cancelled else falcon.HTTP_404
