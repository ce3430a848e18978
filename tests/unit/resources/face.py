"""Eureka's face over a registry whose peers only write down what they are told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import falcon
from falcon import testing

from eureka_py.cache import ResponseCache
from eureka_py.codec import JSON, XML
from eureka_py.config import Config
from eureka_py.model import DEFAULT_SCOPE, InstanceInfo, InstanceKey
from eureka_py.resources.routes import build_eureka_app
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.admitting import admitting
from eureka_py.testing.registry import a_registry
from eureka_py.testing.replicator import RecordingReplicator
from tests.client import Client

ORDERS_1 = InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-1")
AS_JSON = {"Content-Type": "application/json"}


class Face:
    """An app to send requests to, and all that it stands on."""

    def __init__(self, config: Config | None = None) -> None:
        config = config or Config()
        self.clock = FakeClock()
        self.replicator = RecordingReplicator()
        self.registry = a_registry(config, clock=self.clock, replicator=self.replicator)
        self.app: falcon.App[falcon.Request, falcon.Response] = build_eureka_app(
            registry=self.registry,
            cache=ResponseCache(self.registry, (JSON, XML), config.cache, clock=self.clock),
            config=config,
            own_instance=an_instance("EUREKA", "me"),
            stats=lambda: {"generalStats": {"environment": "t<st"}, "applicationStats": {}},
            clock=self.clock,
        )
        self.wsgi = admitting(self.app)
        self.client = Client(self.wsgi)

    def ask(
        self,
        method: str,
        path: str,
        query: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
    ) -> testing.Result:
        """Send a request to a path below the base."""
        return self.client.simulate_request(
            method, "/eureka" + path, query_string=query, headers=dict(headers or {}), body=body
        )

    def register(self, app_name: str = "ORDERS", instance_id: str = "i-1", **fields: Any) -> InstanceInfo:
        """Register an instance as if a peer had told of it, so that no peer is told in turn."""
        instance = an_instance(app_name, instance_id, **fields)
        self.registry.register(instance, is_replication=True)
        return instance

    @property
    def version(self) -> int:
        """The registry's version, which every accepted write moves."""
        return self.registry.view().version


def a_body(app_name: str = "ORDERS", instance_id: str = "i-1", **fields: Any) -> str:
    """Return a registration as a client sends it."""
    sent = {
        "instanceId": instance_id,
        "hostName": "h.example.org",
        "app": app_name,
        "ipAddr": "10.0.0.1",
        "vipAddress": app_name.lower(),
        "port": {"$": 8080, "@enabled": "true"},
        "dataCenterInfo": {"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
        "lastDirtyTimestamp": "1700000000000",
        **fields,
    }
    return json.dumps({"instance": {name: value for name, value in sent.items() if value is not None}})


def a_batch(*items: Mapping[str, Any]) -> str:
    """Return a batch as a peer sends it."""
    return json.dumps({"replicationList": items})
