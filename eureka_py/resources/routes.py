"""Every path of Eureka's HTTP face."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import falcon

from eureka_py.admission import (
    ENDING_A_LEASE,
    HOLDING_A_LEASE,
    OVERRIDING,
    READING,
    REPLICATING,
)
from eureka_py.admission.guard import AccessTable, Guard, RefusedError, answer_refused
from eureka_py.cache import Entity, ResponseCache
from eureka_py.clock import Clock
from eureka_py.config import Config
from eureka_py.errors import DecodeError
from eureka_py.model import InstanceInfo
from eureka_py.registry.interface import InstanceRegistry
from eureka_py.resources.application import ApplicationResource
from eureka_py.resources.applications import ApplicationsResource, DeltaResource
from eureka_py.resources.asg import AsgResource
from eureka_py.resources.body import BodyReader
from eureka_py.resources.errors import answer_unreadable, answer_without_body
from eureka_py.resources.health_check import HealthCheckResource
from eureka_py.resources.instance import InstanceResource
from eureka_py.resources.instance_metadata import InstanceMetadataResource
from eureka_py.resources.instance_status import InstanceStatusResource
from eureka_py.resources.instances import InstancesResource
from eureka_py.resources.peer_replication import PeerReplicationResource
from eureka_py.resources.registration import Registrar
from eureka_py.resources.routing import EurekaRouter
from eureka_py.resources.server_info import StatusOverridesResource
from eureka_py.resources.server_status import ServerStatusResource, Stats
from eureka_py.resources.vip import VipResource

METHODS = ("DELETE", "GET", "HEAD", "POST", "PUT")
HEALTHCHECK = "/healthcheck"

ACCESS: AccessTable = {
    "/apps": {"GET": READING},
    "/apps/delta": {"GET": READING},
    "/apps/{app_name}": {"GET": READING, "POST": HOLDING_A_LEASE},
    "/apps/{app_name}/{instance_id}": {"GET": READING, "PUT": HOLDING_A_LEASE, "DELETE": ENDING_A_LEASE},
    "/apps/{app_name}/{instance_id}/status": {"PUT": OVERRIDING, "DELETE": OVERRIDING},
    "/apps/{app_name}/{instance_id}/metadata": {"PUT": HOLDING_A_LEASE},
    "/instances/{instance_id}": {"GET": READING},
    "/vips/{address}": {"GET": READING},
    "/svips/{address}": {"GET": READING},
    "/peerreplication/batch": {"POST": REPLICATING},
    "/asg/{asg_name}/status": {"PUT": OVERRIDING},
    "/status": {"GET": READING},
    "/serverinfo/statusoverrides": {"GET": READING},
    HEALTHCHECK: {"GET": None},
}
"""Who may do what; `None`: open to all, with or without credentials."""


def build_eureka_app(
    *,
    registry: InstanceRegistry,
    cache: ResponseCache,
    config: Config,
    own_instance: InstanceInfo,
    stats: Callable[[], Stats],
    clock: Clock,
) -> falcon.App[falcon.Request, falcon.Response]:
    """Return the WSGI application of this face, for all paths below `server.base_path`."""
    app = falcon.App(router=EurekaRouter(config.server.base_path), middleware=[Guard(ACCESS)])
    app.add_error_handler(RefusedError, answer_refused)
    app.set_error_serializer(answer_without_body)
    app.add_error_handler(DecodeError, answer_unreadable)
    app.resp_options.default_media_type = None  # type: ignore[assignment]  # an empty answer has no type
    app.req_options.keep_blank_qs_values = True
    app.req_options.auto_parse_qs_csv = False
    registrations = BodyReader(config.limits, limit_bytes=config.limits.registration_bytes)
    batches = BodyReader(config.limits, limit_bytes=config.limits.body_bytes)
    registrar = Registrar(registry, config.registry)
    routes: dict[str, Any] = {
        "/apps": ApplicationsResource(cache),
        "/apps/delta": DeltaResource(cache, is_disabled=config.delta.disabled),
        "/apps/{app_name}": ApplicationResource(registrar, cache, registrations, clock=clock),
        "/apps/{app_name}/{instance_id}": InstanceResource(registry),
        "/apps/{app_name}/{instance_id}/status": InstanceStatusResource(registry),
        "/apps/{app_name}/{instance_id}/metadata": InstanceMetadataResource(registry),
        "/instances/{instance_id}": InstancesResource(registry),
        "/vips/{address}": VipResource(cache, Entity.VIP),
        "/svips/{address}": VipResource(cache, Entity.SECURE_VIP),
        "/peerreplication/batch": PeerReplicationResource(registry, registrar, batches, clock=clock),
        "/asg/{asg_name}/status": AsgResource(),
        "/status": ServerStatusResource(stats, own_instance),
        "/serverinfo/statusoverrides": StatusOverridesResource(registry),
        HEALTHCHECK: HealthCheckResource(),
    }
    for template, resource in routes.items():
        _complete(resource)
        app.add_route(template, resource)
    return app


def public_paths(base_path: str) -> tuple[str, ...]:
    """Return the paths that are open to all."""
    return (base_path + HEALTHCHECK,)


def _complete(resource: Any) -> None:
    """Add HEAD where there is GET, and an OPTIONS that names itself, as Jersey's does and Falcon's own does not."""
    if hasattr(resource, "on_get"):
        resource.on_head = resource.on_get  # Falcon drops the body and keeps its length
    allow = ", ".join(method for method in METHODS if hasattr(resource, f"on_{method.lower()}"))

    def on_options(req: falcon.Request, resp: falcon.Response, **params: str) -> None:
        resp.set_header("Allow", f"{allow}, OPTIONS")

    resource.on_options = on_options
