"""The composition root: the one place that names every concrete class."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from random import Random

from eureka_py import __version__
from eureka_py.admission import Admission, Authenticator, OutcomeListener
from eureka_py.admission.access_log import AccessLog
from eureka_py.admission.line_writer import LineWriter
from eureka_py.admission.refusal_log import RefusalLog
from eureka_py.cache import ResponseCache
from eureka_py.clock import Clock, SystemClock
from eureka_py.codec import JSON, XML
from eureka_py.config import Config
from eureka_py.config.settings import GLOBAL
from eureka_py.identity.authenticator import CredentialsAuthenticator
from eureka_py.identity.credentials_file import CredentialsFile
from eureka_py.lifecycle import Lifecycle, PeriodicTask
from eureka_py.metrics import NodeMetrics
from eureka_py.model import DataCenterInfo, InstanceInfo
from eureka_py.ops.change_log import ChangeLog
from eureka_py.ops.node_status import NodeStatus
from eureka_py.ops.routes import PUBLIC_PATHS, build_ops_app
from eureka_py.registry.interface import Replicator
from eureka_py.registry.peer_aware import NoPeers, PeerAwareInstanceRegistry
from eureka_py.resources.routes import build_eureka_app, public_paths
from eureka_py.serving.admission import Gate
from eureka_py.serving.wsgi import Faces, WsgiApp

OPS_PREFIXES = ("/", "/lastn", "/health", "/metrics", "/ops")
STANDARD_OUTPUT = 1


class Node:
    """One node, put together. Nothing runs before `start`."""

    def __init__(self, registry: PeerAwareInstanceRegistry, lifecycle: Lifecycle) -> None:
        self.registry = registry
        self.wsgi: WsgiApp
        self.faces: Mapping[str, WsgiApp]
        self.is_ready = False
        self.is_over = False
        self._lifecycle = lifecycle

    def start(self) -> None:
        """Start what runs by itself, and say that the node is ready."""
        self._lifecycle.start()
        self.is_ready = True

    def drain(self) -> None:
        """Say that the node is not ready any more; a signal handler may call this."""
        self.is_ready = False

    def stop(self) -> None:
        """Say that the node is not ready any more, and stop what runs by itself."""
        self.is_ready = False
        self.is_over = True
        self._lifecycle.stop()


def build_node(
    config: Config,
    *,
    clock: Clock | None = None,
    random: Random | None = None,
    authenticator: Authenticator | None = None,
    replicator: Replicator | None = None,
) -> Node:
    """Put a node together. All but `config` is given by tests."""
    clock = clock or SystemClock()
    replicator = replicator or NoPeers()
    registry = PeerAwareInstanceRegistry(config, clock=clock, random=random or Random(), replicator=replicator)
    registry.subscribe(ChangeLog())
    cache = ResponseCache(registry, (JSON, XML), config.cache, clock=clock)
    access_writer = LineWriter(STANDARD_OUTPUT)
    access_logs = [AccessLog(access_writer)] if config.log.access else []
    node = Node(registry, Lifecycle(_tasks(registry, cache, config), clock=clock, parts=access_logs))
    metrics = NodeMetrics(
        registry=registry,
        cache=cache.figures,
        version=__version__,
        is_ready=lambda: node.is_ready,
        lost_lines=lambda: access_writer.lost,
        threads=config.server.threads,
    )
    registry.subscribe(metrics.changes)
    status = NodeStatus(environment=config.server.environment, clock=clock)
    eureka = build_eureka_app(
        registry=registry,
        cache=cache,
        config=config,
        own_instance=_own_instance(config, clock),
        stats=lambda: {"generalStats": status.general_stats(), "applicationStats": status.application_stats()},
        clock=clock,
    )
    ops = build_ops_app(
        registry=registry,
        config=config,
        clock=clock,
        is_ready=lambda: node.is_ready,
        node_status=status,
        version=__version__,
        collectors=metrics.collectors,
    )
    node.faces = {**dict.fromkeys(OPS_PREFIXES, ops), config.server.base_path: eureka, "": eureka}
    admission = Admission(
        config,
        clock=clock,
        authenticator=authenticator or _authenticator(config, clock),
        public_paths=(*PUBLIC_PATHS, *public_paths(config.server.base_path)),
        is_serving=lambda: not node.is_over,
        on_candidate=metrics.fetches.on_candidate,
    )
    listeners: list[OutcomeListener] = [metrics.requests, metrics.fetches, RefusalLog(clock), *access_logs]
    for listener in listeners:
        admission.subscribe(listener)
    node.wsgi = metrics.in_progress.around(Gate(Faces(node.faces), admission, clock=clock))
    return node


def _authenticator(config: Config, clock: Clock) -> Authenticator | None:
    """Return who finds out who asks; None: the node is open."""
    if not config.access.credentials_file:
        return None
    file = CredentialsFile(config.access.credentials_file, clock=clock)
    return CredentialsAuthenticator(file, config.access, threads=config.server.threads, clock=clock)


def _tasks(registry: PeerAwareInstanceRegistry, cache: ResponseCache, config: Config) -> list[PeriodicTask]:
    tasks = [
        PeriodicTask("eviction", config.eviction.interval_ms / 1000, registry.run_eviction),
        PeriodicTask("delta retention", config.delta.sweep_interval_ms / 1000, registry.sweep_recent_changes),
        PeriodicTask("response cache", 60, cache.forget_idle),
    ]
    if config.preservation.arithmetic == GLOBAL:
        interval_s = config.preservation.threshold_update_interval_ms / 1000
        tasks.append(PeriodicTask("renewal threshold", interval_s, registry.recount_leases))
    return tasks


def _own_instance(config: Config, clock: Clock) -> InstanceInfo:
    """Return what the status page and `/status` show as this node; it is not registered anywhere."""
    host_name = socket.gethostname()
    return InstanceInfo(
        app_name="EUREKA",
        instance_id=f"{host_name}:eureka:{config.server.port}",
        host_name=host_name,
        ip_addr="127.0.0.1" if config.server.host.startswith("unix:") else config.server.host,
        port=config.server.port,
        data_center_info=DataCenterInfo(),
        vip_address="eureka",
        last_dirty_timestamp=clock.wall_ms(),
        last_updated_timestamp=clock.wall_ms(),
    )
