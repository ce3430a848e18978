from __future__ import annotations

import re

import pytest

from eureka_py.app import Node, build_node
from eureka_py.config import Config, RegistryConfig, ServerConfig
from eureka_py.model import ActionType, LeaseInfo
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.listener import RecordingListener
from eureka_py.testing.registry import a_registry
from eureka_py.testing.replicator import RecordingReplicator
from tests.client import Client
from tests.integration.eureka.eureka_node import EurekaNode

LINK = re.compile(r'(?:href|src)="([^"]*)"')


class Watched:
    """A registry, and what is told of it: changes to listeners, what clients asked for to peers."""

    def __init__(self) -> None:
        self.listener, self.peers = RecordingListener(), RecordingReplicator()
        self.registry: PeerAwareInstanceRegistry = a_registry(replicator=self.peers)
        self.registry.subscribe(self.listener)


@pytest.fixture
def watched() -> Watched:
    return Watched()


def a_node(base_path: str) -> tuple[Node, Client]:
    node = build_node(Config(server=ServerConfig(base_path=base_path)), clock=FakeClock())
    return node, Client(node.wsgi)


def links_of(page: str) -> list[str]:
    return LINK.findall(page)


def test_a_registration_is_told_once_with_its_lease(watched: Watched) -> None:
    """SP-01."""
    lease_info = LeaseInfo(renewal_interval_in_secs=10, duration_in_secs=15)
    watched.registry.register(an_instance("MYAPP", "MYHOST:8008", lease_info=lease_info))
    (change,) = watched.listener.changes
    assert (change.kind, change.instance.id) == (ActionType.ADDED, "MYHOST:8008")
    assert change.instance.lease_info.duration_in_secs == 15
    assert watched.peers.verbs == ["register"]


def test_a_lease_without_terms_lasts_90_seconds(watched: Watched) -> None:
    """SP-02."""
    watched.registry.register(an_instance("MYAPP", "MYHOST:8008"))
    assert watched.listener.changes[0].instance.lease_info.duration_in_secs == 90


def test_a_cancel_is_told_with_application_and_id(watched: Watched) -> None:
    """SP-03."""
    key = an_instance("MYAPP", "MYHOST:8008").key()
    watched.registry.register(an_instance("MYAPP", "MYHOST:8008"))
    watched.registry.cancel(key)
    assert watched.listener.kinds == [ActionType.ADDED, ActionType.DELETED]
    assert watched.listener.changes[1].key == key
    assert watched.peers.verbs == ["register", "cancel"]


def test_renewals_are_told_with_application_and_id(watched: Watched) -> None:
    """SP-04. To the peers; to listeners a renewal is no change."""
    instances = [an_instance("MYAPP", instance_id) for instance_id in ("MYHOST:8008", "MYHOST:8009")]
    for instance in instances:
        watched.registry.register(instance)
    for instance in instances:
        watched.registry.renew(instance.key())
    assert [(message.verb, message.key) for message in watched.peers.told[2:]] == [
        ("renew", instance.key()) for instance in instances
    ]
    assert len(watched.listener.changes) == 2


@pytest.mark.parametrize(("named", "id_shown"), [("8008", "MYHOST:8008"), ("MYHOST:8008", "MYHOST:8008")])
def test_an_id_in_the_metadata_is_taken_where_that_is_set(named: str, id_shown: str) -> None:
    """SP-05."""
    node = EurekaNode(Config(registry=RegistryConfig(id_from_metadata=True)))
    answer = node.post_instance("MYAPP", None, hostName="MYHOST", metadata={"instanceId": named})
    assert answer.status_code == 204
    assert node.held("MYAPP", id_shown) is not None


def test_catalog_and_page_are_served_and_no_link_has_two_slashes() -> None:
    """SP-05."""
    _, client = a_node("/eureka")
    assert client.simulate_get("/eureka/apps").status_code == 200
    page = client.simulate_get("/")
    assert page.status_code == 200
    assert [link for link in links_of(page.text) if "//" in link.removeprefix("http://")] == []


@pytest.mark.parametrize("base_path", ["/context/eureka", "/servlet/eureka"])
def test_under_another_path_catalog_page_and_style_are_served(base_path: str) -> None:
    """SP-07, SP-08."""
    _, client = a_node(base_path)
    assert client.simulate_get(f"{base_path}/apps").status_code == 200
    assert client.simulate_get("/eureka/apps").status_code == 404
    page = client.simulate_get("/")
    assert page.status_code == 200
    links = links_of(page.text)
    assert f".{base_path}/apps" in links
    for link in links:
        path, _, query = link.removeprefix(".").partition("?")
        wanted = 503 if path == "/health/ready" else 200
        assert client.simulate_get(path, query_string=query).status_code == wanted


def test_the_page_shows_one_instance_without_a_link_if_it_has_no_status_page() -> None:
    """SP-11."""
    node = EurekaNode()
    node.put("MYAPP", "myapp:1")
    page = node.client.simulate_get("/").text
    assert "<bdi>MYAPP</bdi>" in page
    assert "<bdi>myapp:1</bdi>" in page
    assert not any("myapp" in link for link in links_of(page))
    assert "<dt>Environment</dt><dd><bdi>test</bdi></dd>" in page
    assert "<dt>Data center</dt><dd><bdi>default</bdi></dd>" in page


def test_a_stopped_node_is_not_ready() -> None:
    """SP-19."""
    node, client = a_node("/eureka")
    node.start()
    assert client.simulate_get("/health/ready").status_code == 200
    node.stop()
    assert client.simulate_get("/health/ready").status_code == 503


def test_the_catalog_is_served_as_soon_as_the_node_is_put_together() -> None:
    """SP-20."""
    _, client = a_node("/eureka")
    assert client.simulate_get("/eureka/apps").status_code == 200
