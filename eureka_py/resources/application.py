"""One application, at `/apps/{app_name}`."""

from __future__ import annotations

import falcon

from eureka_py.cache import Entity, ResponseCache
from eureka_py.clock import Clock
from eureka_py.resources.answers import answer_from_cache
from eureka_py.resources.body import BodyReader
from eureka_py.resources.errors import answer_in_words
from eureka_py.resources.registration import Registrar
from eureka_py.resources.request import is_replication


class ApplicationResource:
    """The instances of one application, and the door for new ones. Source: Netflix ApplicationResource."""

    def __init__(self, registrar: Registrar, cache: ResponseCache, bodies: BodyReader, *, clock: Clock) -> None:
        self._registrar = registrar
        self._cache = cache
        self._bodies = bodies
        self._clock = clock

    def on_get(self, req: falcon.Request, resp: falcon.Response, app_name: str) -> None:
        """Return the application: 200, or 404 if it has no instances."""
        answer_from_cache(self._cache, req, resp, Entity.APPLICATION, app_name.upper())

    def on_post(self, req: falcon.Request, resp: falcon.Response, app_name: str) -> None:
        """Register an instance: 204, or 400 with the reason."""
        body = self._bodies.read(req)
        instance = body.codec.decode_instance(body.data, now_ms=self._clock.wall_ms(), charset=body.charset)
        reason = self._registrar.register(instance, app_name.upper(), is_replication=is_replication(req))
        if reason is None:
            resp.status = falcon.HTTP_204
        else:
            answer_in_words(resp, falcon.HTTP_400, reason)
