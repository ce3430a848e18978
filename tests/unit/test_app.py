from __future__ import annotations

import pytest

from eureka_py.app import Node, _tasks, build_node
from eureka_py.cache import ResponseCache
from eureka_py.config import (
    CacheConfig,
    Config,
    DeltaConfig,
    EvictionConfig,
    PreservationConfig,
    ServerConfig,
)
from eureka_py.config.settings import GLOBAL
from eureka_py.model import DEFAULT_SCOPE, ActionType, InstanceKey
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry
from tests.client import Client

KEY = InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-1")


def a_node(config: Config | None = None) -> Node:
    return build_node(config or Config(), clock=FakeClock())


def status_of(node: Node, path: str) -> int:
    status: int = Client(node.wsgi).simulate_get(path).status_code
    return status


def readiness(node: Node) -> tuple[bool, int]:
    return node.is_ready, status_of(node, "/health/ready")


def test_a_node_is_ready_while_it_runs() -> None:
    node = a_node()
    assert readiness(node) == (False, 503)
    node.start()
    try:
        assert readiness(node) == (True, 200)
    finally:
        node.stop()
    assert readiness(node) == (False, 503)
    assert status_of(node, "/health/live") == 200


def test_a_node_answers_before_it_is_ready() -> None:
    """Readiness is for load balancers; a client that asks is answered."""
    assert status_of(a_node(), "/eureka/apps") == 200


@pytest.mark.parametrize("base_path", ["", "/eureka", "/x/y"])
def test_each_face_has_its_paths(base_path: str) -> None:
    node = a_node(Config(server=ServerConfig(base_path=base_path)))
    for path in (f"{base_path}/apps", f"{base_path}/v2/apps/", f"{base_path}/status", "/", "/lastn", "/health/live"):
        assert status_of(node, path) == 200, path
    for path in ("/nowhere", f"{base_path}/nowhere", "/eurekas/apps", "/lastn/more"):
        assert status_of(node, path) == 404, path


def test_a_face_below_the_operators_prefix_is_reached() -> None:
    node = a_node(Config(server=ServerConfig(base_path="/ops/eureka")))
    assert status_of(node, "/ops/eureka/apps") == 200
    assert status_of(node, "/ops/self-preservation") == 200


def test_the_node_itself_is_shown_and_not_registered() -> None:
    node = a_node(Config(server=ServerConfig(port=9999)))
    shown = Client(node.wsgi).simulate_get("/eureka/status", headers={"Accept": "application/json"}).json
    own = shown["instanceInfo"]
    assert (own["app"], own["port"]["$"], own["ipAddr"], own["status"]) == ("EUREKA", 9999, "127.0.0.1", "UP")
    assert node.registry.view().applications == {}


def test_a_node_behind_a_unix_socket_shows_loopback() -> None:
    node = a_node(Config(server=ServerConfig(host="unix:/run/eureka.sock")))
    shown = Client(node.wsgi).simulate_get("/eureka/status", headers={"Accept": "application/json"}).json
    assert shown["instanceInfo"]["ipAddr"] == "127.0.0.1"


def test_all_faces_stand_on_one_registry() -> None:
    node = a_node()
    node.registry.register(an_instance("ORDERS", "i-1"))
    client = Client(node.wsgi)
    for path in ("/eureka/apps", "/", "/lastn"):
        assert "i-1" in client.simulate_get(path).text


def test_two_nodes_share_nothing() -> None:
    one, other = a_node(), a_node()
    one.registry.register(an_instance())
    assert other.registry.instance(KEY) is None
    assert "i-1" not in Client(other.wsgi).simulate_get("/eureka/apps").text


def test_tasks_have_the_configured_intervals() -> None:
    config = Config(
        eviction=EvictionConfig(interval_ms=5_000),
        delta=DeltaConfig(sweep_interval_ms=250),
        preservation=PreservationConfig(arithmetic=GLOBAL, threshold_update_interval_ms=7_000),
    )
    clock = FakeClock()
    registry = a_registry(config, clock=clock)
    cache = ResponseCache(registry, (), CacheConfig(), clock=clock)
    assert {task.name: task.interval_s for task in _tasks(registry, cache, config)} == {
        "eviction": 5,
        "delta retention": 0.25,
        "response cache": 60,
        "renewal threshold": 7,
    }
    assert "renewal threshold" not in {task.name for task in _tasks(registry, cache, Config())}


def test_tasks_do_what_they_are_called() -> None:
    config = Config(preservation=PreservationConfig(enabled=False))
    clock = FakeClock()
    registry = a_registry(config, clock=clock)
    cache = ResponseCache(registry, (), CacheConfig(), clock=clock)
    registry.register(an_instance())
    clock.advance(seconds=181)
    for task in _tasks(registry, cache, config):
        task.action()
    assert registry.view().applications == {}, "evicted"
    (application,) = registry.view().delta.applications
    assert [instance.action_type for instance in application.instances] == [ActionType.DELETED]
