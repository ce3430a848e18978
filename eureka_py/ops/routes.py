"""Every path of the operator's face."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import falcon
from falcon.routing import CompiledRouter
from prometheus_client import CollectorRegistry

from eureka_py.admission import READING
from eureka_py.admission.guard import AccessTable, Guard, RefusedError, answer_refused
from eureka_py.clock import Clock
from eureka_py.config import Config
from eureka_py.ops.health import LiveResource, ReadyResource
from eureka_py.ops.last_leases import LastLeasesResource
from eureka_py.ops.metrics import MetricsResource
from eureka_py.ops.node_status import NodeStatus
from eureka_py.ops.openapi import OPENAPI_PATH, OpenApiResource
from eureka_py.ops.pages import STYLESHEET_PATH, Pages
from eureka_py.ops.self_preservation import SelfPreservationResource
from eureka_py.ops.status_page import StatusPageResource
from eureka_py.registry.interface import InstanceRegistry

LIVE, READY = "/health/live", "/health/ready"
PUBLIC_PATHS = (LIVE, READY, STYLESHEET_PATH)

ACCESS: AccessTable = {
    "/": {"GET": READING},
    "/lastn": {"GET": READING},
    "/metrics": {"GET": READING},
    "/ops/self-preservation": {"GET": READING},
    OPENAPI_PATH: {"GET": READING},
    **{path: {"GET": None} for path in PUBLIC_PATHS},
}
"""Who may do what; `None`: open to all, with or without credentials."""


def build_ops_app(
    *,
    registry: InstanceRegistry,
    config: Config,
    clock: Clock,
    is_ready: Callable[[], bool],
    node_status: NodeStatus,
    version: str,
    collectors: CollectorRegistry,
) -> falcon.App[falcon.Request, falcon.Response]:
    """Return the app for `/`, `/lastn`, `/metrics`, `/health/...` and `/ops/...`; it reads, and changes nothing."""
    app = falcon.App(router=_ReadingRouter(), middleware=[Guard(ACCESS)])
    app.add_error_handler(RefusedError, answer_refused)
    app.req_options.strip_url_path_trailing_slash = True
    app.set_error_serializer(_answer_without_body)
    pages = Pages()
    app.add_route(LIVE, LiveResource())
    app.add_route(READY, ReadyResource(is_ready))
    app.add_route("/metrics", MetricsResource(collectors))
    app.add_route("/ops/self-preservation", SelfPreservationResource(registry, config, clock, node_status))
    app.add_route(OPENAPI_PATH, OpenApiResource(base_path=config.server.base_path, version=version))
    app.add_route(STYLESHEET_PATH, pages.stylesheet)
    app.add_route("/lastn", LastLeasesResource(registry, clock, pages))
    app.add_route(
        "/",
        StatusPageResource(registry, config, clock, node_status, pages, is_ready=is_ready, version=version),
    )
    return app


class _ReadingRouter(CompiledRouter):
    """Answers HEAD as GET, whose body Falcon then leaves out."""

    def map_http_methods(self, resource: object, **kwargs: Any) -> dict[str, Any]:
        """Return the responders of a resource by method."""
        responders: dict[str, Any] = super().map_http_methods(resource, **kwargs)
        responders.setdefault("HEAD", responders["GET"])
        return responders


def _answer_without_body(req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError) -> None:
    """Leave the status and headers of an error alone: `falcon.App.set_error_serializer`."""
