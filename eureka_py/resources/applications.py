"""All applications, in full or what changed, at `/apps` and `/apps/delta`."""

from __future__ import annotations

import falcon

from eureka_py.cache import Entity, ResponseCache
from eureka_py.resources.answers import answer_from_cache


class ApplicationsResource:
    """The whole registry, at `/apps`. Regions in the query are names of nothing here, and change nothing.

    Source: Netflix ApplicationsResource.getContainers.
    """

    def __init__(self, cache: ResponseCache) -> None:
        self._cache = cache

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Return every application that has instances: 200."""
        answer_from_cache(self._cache, req, resp, Entity.ALL_APPS)


class DeltaResource:
    """What changed within the retention window, at `/apps/delta`.

    Source: Netflix ApplicationsResource.getContainerDifferential.
    """

    def __init__(self, cache: ResponseCache, *, is_disabled: bool) -> None:
        self._cache = cache
        self._is_disabled = is_disabled

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Return the changed instances: 200; or 403, upon which clients read in full: disabled, or not complete."""
        if self._is_disabled:
            resp.status = falcon.HTTP_403
        else:
            answer_from_cache(self._cache, req, resp, Entity.ALL_APPS_DELTA, if_none=falcon.HTTP_403)
