"""Instances by VIP address, at `/vips/{address}` and `/svips/{address}`."""

from __future__ import annotations

import falcon

from eureka_py.cache import Entity, ResponseCache
from eureka_py.resources.answers import answer_from_cache


class VipResource:
    """The instances that list an address. Source: Netflix VIPResource and SecureVIPResource."""

    def __init__(self, cache: ResponseCache, entity: Entity) -> None:
        self._cache = cache
        self._entity = entity

    def on_get(self, req: falcon.Request, resp: falcon.Response, address: str) -> None:
        """Return them grouped by application: 200, with none for an unknown address."""
        answer_from_cache(self._cache, req, resp, self._entity, address)
