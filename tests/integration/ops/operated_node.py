"""A node as its operator sees it, with a clock turned by hand."""

from __future__ import annotations

from random import Random
from typing import Any

import falcon.testing
from prometheus_client import CollectorRegistry

from eureka_py.config import Config
from eureka_py.model import InstanceKey
from eureka_py.ops.node_status import NodeStatus
from eureka_py.ops.routes import build_ops_app
from eureka_py.registry.peer_aware import NoPeers, PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.admitting import admitting
from tests.integration.ops.anything_goes import lift_limits


class OperatedNode:
    """A registry and the operator's face over it."""

    def __init__(self, config: Config | None = None) -> None:
        config = config or Config()
        self.clock = FakeClock()
        self.is_ready = True
        self.registry = PeerAwareInstanceRegistry(config, clock=self.clock, random=Random(1), replicator=NoPeers())
        lift_limits(self.registry)
        app = build_ops_app(
            registry=self.registry,
            config=config,
            clock=self.clock,
            is_ready=lambda: self.is_ready,
            node_status=NodeStatus(environment=config.server.environment, clock=self.clock),
            version="1.2.3",
            collectors=CollectorRegistry(),
        )
        self.client = falcon.testing.TestClient(admitting(app))

    def get(self, path: str) -> falcon.testing.Result:
        return self.client.simulate_get(path)

    def page(self, path: str) -> str:
        result = self.get(path)
        assert result.status_code == 200
        return result.text

    def register(self, *instance_ids: str, app: str = "ORDERS", **fields: Any) -> None:
        for instance_id in instance_ids:
            self.registry.register(an_instance(app, instance_id, **fields))

    def renew(self, *instance_ids: str, app: str = "ORDERS") -> None:
        for instance_id in instance_ids:
            self.registry.renew(InstanceKey("", app, instance_id))

    def lose_contact(self, *, silent: int, renewing: int) -> None:
        """Have leases of which some renew and the others are expired."""
        alive = [f"alive-{n:03}" for n in range(renewing)]
        self.register(*alive, *[f"gone-{n:03}" for n in range(silent)])
        for _ in range(4):
            self.clock.advance(seconds=30)
            self.renew(*alive)
