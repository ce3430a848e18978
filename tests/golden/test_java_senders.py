"""What unmodified Java clients and a Java peer send, as they were recorded, against this server."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from eureka_py.app import Node
from eureka_py.codec import JSON
from eureka_py.model import InstanceInfo, InstanceStatus
from eureka_py.testing import an_instance
from tests.client import Client
from tests.golden.canonical import canonical
from tests.golden.recording import Exchange, exchanges
from tests.golden.replaying import RECORDED_AT_MS, a_node, send, text_of

CLIENTS = exchanges("java-clients")
PEER = exchanges("java-peer")


def _named(recording: tuple[Exchange, ...], start: str) -> list[Exchange]:
    return [exchange for exchange in recording if exchange.name.startswith(start)]


def _path_instance(exchange: Exchange) -> InstanceInfo:
    found = re.match(r"/eureka/apps/([^/?]+)/([^/?]+)", exchange.request.path)
    assert found is not None
    dirty = re.search(r"lastDirtyTimestamp=(\d+)", exchange.request.path)
    return an_instance(found[1], found[2], last_dirty_timestamp=int(dirty[1]) if dirty else RECORDED_AT_MS)


@pytest.mark.parametrize("exchange", _named(CLIENTS, "register"), ids=str)
def test_a_registration_is_stored_with_all_that_the_client_sent(exchange: Exchange) -> None:
    _, _, client = a_node()
    answer = send(client, exchange.request)
    assert (answer.status_code, answer.content) == (204, b"")
    sent = json.loads(exchange.request.body or b"")["instance"]
    shown = client.simulate_get("/eureka/apps/DEMO", headers={"Accept": "application/json"}).json
    (instance,) = shown["application"]["instance"]
    for field in ("instanceId", "hostName", "ipAddr", "port", "securePort", "vipAddress", "homePageUrl", "status"):
        assert instance[field] == sent[field]
    assert instance["lastDirtyTimestamp"] == str(sent["lastDirtyTimestamp"])
    assert instance["dataCenterInfo"] == sent["dataCenterInfo"]


@pytest.mark.parametrize("exchange", _named(CLIENTS, "heartbeat-200"), ids=str)
def test_a_heartbeat_renews_and_is_answered_empty(exchange: Exchange) -> None:
    node, _, client = a_node()
    node.registry.register(_path_instance(exchange))
    answer = send(client, exchange.request)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("exchange", [*_named(CLIENTS, "heartbeat-404"), *_named(CLIENTS, "cancel-404")], ids=str)
def test_an_unknown_lease_is_answered_404_without_a_body(exchange: Exchange) -> None:
    _, _, client = a_node()
    answer = send(client, exchange.request)
    assert (answer.status_code, answer.content) == (404, b"")
    assert "content-type" not in answer.headers


@pytest.mark.parametrize("exchange", _named(CLIENTS, "cancel-200"), ids=str)
def test_a_cancel_ends_the_lease(exchange: Exchange) -> None:
    node, _, client = a_node()
    instance = _path_instance(exchange)
    node.registry.register(instance)
    answer = send(client, exchange.request)
    assert (answer.status_code, answer.content) == (200, b"")
    assert node.registry.instance(instance.key()) is None


def _register_all(node: Node, document: str) -> None:
    """Register what a recorded answer lists, as the recorded server had it."""
    for application in json.loads(document)["applications"]["application"]:
        for fields in application["instance"]:
            body = json.dumps({"instance": fields}).encode()
            node.registry.register(JSON.decode_instance(body, now_ms=RECORDED_AT_MS))


@pytest.mark.parametrize("exchange", [*_named(CLIENTS, "apps"), *_named(PEER, "apps")], ids=str)
def test_a_full_fetch_is_answered_in_the_recorded_form(exchange: Exchange) -> None:
    node, _, client = a_node()
    document = _with_one_name_an_application(exchange.response.body or "")
    _register_all(node, document)
    answer = send(client, exchange.request)
    assert answer.status_code == 200
    for header in ("content-type", "content-encoding"):
        recorded = {name.lower(): value for name, value in exchange.response.headers.items()}
        assert answer.headers.get(header) == recorded.get(header)
    shown = canonical(text_of(answer))
    assert _field_names(shown) == _field_names(canonical(document))


def _with_one_name_an_application(document: str) -> str:
    """Return the document with applications told apart: the recording writes one name for all of them."""
    tree = json.loads(document)
    for position, application in enumerate(tree["applications"]["application"]):
        application["name"] = f"DEMO{position}"
        for instance in application["instance"]:
            instance["app"] = application["name"]
    return json.dumps(tree)


def _field_names(tree: tuple[str, Any]) -> set[str]:
    name, value = tree
    members = {name}
    if isinstance(value, list):
        members.update(*(_field_names(member) for member in value))
    return members


@pytest.mark.parametrize("exchange", _named(CLIENTS, "delta"), ids=str)
def test_a_delta_read_is_answered_with_a_hashcode_of_everything(exchange: Exchange) -> None:
    node, _, client = a_node()
    node.registry.register(an_instance())
    answer = send(client, exchange.request)
    assert answer.status_code == 200
    assert json.loads(text_of(answer))["applications"]["apps__hashcode"] == "UP_1_"


@pytest.mark.parametrize("exchange", _named(PEER, "batch"), ids=str)
def test_a_batch_of_a_java_peer_is_carried_out_as_the_recorded_server_did(exchange: Exchange) -> None:
    node, _, client = a_node()
    items = json.loads(exchange.request.body or b"")["replicationList"]
    recorded = [item["statusCode"] for item in json.loads(exchange.response.body or "")["responseList"]]
    for item, status in zip(items, recorded, strict=True):
        if item["action"] != "Register" and status == 200:
            dirty = item.get("lastDirtyTimestamp", RECORDED_AT_MS)
            node.registry.register(an_instance(item["appName"], item["id"], last_dirty_timestamp=dirty))
    answer = send(client, exchange.request)
    assert answer.status_code == 200
    assert [item["statusCode"] for item in json.loads(text_of(answer))["responseList"]] == recorded
    _assert_carried_out(node, client, items, recorded)


def _assert_carried_out(node: Node, client: Client, items: list[dict[str, str]], statuses: list[int]) -> None:
    held = {
        instance.id: instance
        for application in node.registry.view().full.applications
        for instance in application.instances
    }
    for item, status in zip(items, statuses, strict=True):
        if item["action"] == "Cancel" or status == 404:
            assert item["id"] not in held
        elif item["action"] == "StatusUpdate":
            assert held[item["id"]].overridden_status is InstanceStatus(item["status"])
        else:
            assert item["id"] in held
