"""A whole node in this process, with a clock turned by hand, and the requests that clients send to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from falcon import testing

from eureka_py.app import build_node
from eureka_py.config import Config
from eureka_py.model import DEFAULT_SCOPE, InstanceInfo, InstanceKey
from eureka_py.testing import FakeClock, an_instance
from tests.client import Client

JSON = {"Content-Type": "application/json", "Accept": "application/json"}
XML = {"Content-Type": "application/xml", "Accept": "application/xml"}
AS_PEER = {"x-netflix-discovery-replication": "true"}


class EurekaNode:
    """What a client meets at `/eureka`, and the registry behind it."""

    def __init__(self, config: Config | None = None) -> None:
        self.clock = FakeClock()
        node = build_node(config or Config(), clock=self.clock)
        self.registry = node.registry
        self.client = Client(node.wsgi)

    def ask(
        self,
        method: str,
        path: str,
        query: str = "",
        *,
        headers: Mapping[str, str] = JSON,
        body: str | bytes | None = None,
    ) -> testing.Result:
        """Send a request to a path below `/eureka`; anything between `//` and `?` of it counts as sent."""
        return self.client.simulate_request(
            method, f"/eureka{path}", query_string=query, headers=dict(headers), body=body
        )

    def get(self, path: str, **headers: str) -> testing.Result:
        return self.ask("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post_instance(self, app_name: str = "ORDERS", instance_id: str | None = "i-1", **fields: Any) -> testing.Result:
        """Register as a client does; `None` leaves a field out."""
        return self.ask("POST", f"/apps/{app_name}", body=a_registration(app_name, instance_id, **fields))

    def put(self, app_name: str = "ORDERS", instance_id: str = "i-1", **fields: Any) -> InstanceInfo:
        """Put an instance into the registry without a request."""
        instance = an_instance(app_name, instance_id, **fields)
        self.registry.register(instance, is_replication=True)
        return instance

    def held(self, app_name: str, instance_id: str) -> InstanceInfo | None:
        return self.registry.instance(InstanceKey(DEFAULT_SCOPE, app_name, instance_id))

    @property
    def version(self) -> int:
        """The registry's version, which every accepted write moves."""
        return self.registry.view().version

    def shown(self, path: str) -> Any:
        """Return what the JSON document's root holds."""
        answer = self.get(path, Accept="application/json")
        assert answer.status_code == 200
        (root,) = answer.json.values()
        return root


def a_registration(app_name: str = "ORDERS", instance_id: str | None = "i-1", **fields: Any) -> str:
    """Return a registration's JSON; `None` leaves a field out."""
    sent = {
        "instanceId": instance_id,
        "hostName": "h.example.org",
        "app": app_name,
        "ipAddr": "10.0.0.1",
        "vipAddress": "orders",
        "status": "UP",
        "port": {"$": 8080, "@enabled": "true"},
        "dataCenterInfo": {"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
        "lastDirtyTimestamp": "1700000000000",
        **fields,
    }
    return json.dumps({"instance": {name: value for name, value in sent.items() if value is not None}})
