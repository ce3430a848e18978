"""A whole node in this process whose callers are told apart by a header, and whose peers write down what they hear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import falcon.inspect
from falcon import testing

from eureka_py.admission import Principal, Refusal, RefusalReason, RequestHead, Role
from eureka_py.admission.admitted import REPLICATION_HEADER
from eureka_py.app import Node, build_node
from eureka_py.config import AccessConfig, Config
from eureka_py.model import DEFAULT_SCOPE, InstanceInfo, InstanceKey
from eureka_py.serving.wsgi import WsgiApp
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.replicator import RecordingReplicator
from tests.client import Client

LOOPBACK = "127.0.0.1"
ELSEWHERE = "192.0.2.7"
PEERS_ADDRESS = "198.51.100.9"
PROXYS_ADDRESS = "203.0.113.1"

CLAIM = {REPLICATION_HEADER: "true"}
CHALLENGE = 'Basic realm="eureka"'


class ByHeader:
    """Stands in for checked credentials: `Test-Roles: read` is a principal with that role; without it nobody is."""

    def authenticate(self, head: RequestHead, address: str) -> Principal | Refusal:
        roles = head.header("Test-Roles")
        if roles is None:
            return Refusal(401, RefusalReason.NO_CREDENTIALS, "Who are you?", (("WWW-Authenticate", CHALLENGE),))
        apps = tuple((head.header("Test-Apps") or "*").split())
        return Principal("tester", frozenset(map(Role, roles.split())), apps)


class GuardedNode:
    """One node, secured or open, that holds ORDERS/i-1."""

    def __init__(self, *, is_secured: bool) -> None:
        self.replicator = RecordingReplicator()
        access = AccessConfig(peer_addresses=(PEERS_ADDRESS,), trusted_proxies=(PROXYS_ADDRESS,))
        node = build_node(
            Config(access=access),
            clock=FakeClock(),
            authenticator=ByHeader() if is_secured else None,
            replicator=self.replicator,
        )
        node.is_ready = True
        self.node = node
        self.registry = node.registry
        self.registry.register(an_instance(), is_replication=True)

    def ask(
        self,
        method: str,
        path: str,
        *,
        address: str = ELSEWHERE,
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
    ) -> testing.Result:
        path, _, query = path.partition("?")
        return Client(self.node.wsgi).simulate_request(
            method, path, query_string=query, headers=dict(headers or {}), body=body, remote_addr=address
        )

    def held(self, app_name: str = "ORDERS", instance_id: str = "i-1") -> InstanceInfo | None:
        return self.registry.instance(InstanceKey(DEFAULT_SCOPE, app_name, instance_id))

    @property
    def version(self) -> int:
        """The registry's version, which every accepted write moves."""
        return self.registry.view().version


def routes_of(node: Node, *, base_path: str = "/eureka") -> set[tuple[str, str]]:
    """Return (method, path template) of all faces, read off their routers; without HEAD and OPTIONS."""
    routes = set()
    prefixes: dict[WsgiApp, list[str]] = {}
    for prefix, face in node.faces.items():
        prefixes.setdefault(face, []).append(prefix)
    for face, of_face in prefixes.items():
        base = base_path if base_path in of_face else ""
        for route in falcon.inspect.inspect_compiled_router(cast(Any, face)._router):
            routes |= {(method.method, base + route.path) for method in route.methods if not method.internal}
    return {(method, path) for method, path in routes if method not in ("HEAD", "OPTIONS")}
