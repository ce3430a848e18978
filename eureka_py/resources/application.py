"""One application, at `/apps/{app_name}`."""

from __future__ import annotations

import falcon

from eureka_py.cache import Entity, ResponseCache
from eureka_py.clock import Clock
from eureka_py.resources.answers import answer_from_cache
from eureka_py.resources.body import BodyReader
from eureka_py.resources.registration import Registrar, answer_registration
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
        """Register an instance: 204, or 400, 413 or 429 with the reason."""
        instance = self._bodies.read(req).instance(now_ms=self._clock.wall_ms())
        outcome = self._registrar.register(instance, app_name.upper(), is_replication=is_replication(req))
        answer_registration(resp, outcome)
