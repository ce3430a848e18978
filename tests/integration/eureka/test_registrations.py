"""Registrations as clients in the field send them, bent as far as they bend them."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from eureka_py.config import Config, DeltaConfig
from tests.integration.eureka.eureka_node import JSON, XML, EurekaNode, a_registration

AMAZON = "com.netflix.appinfo.AmazonInfo"
MINIMAL_XML = (
    "<instance><instanceId>i-1</instanceId><hostName>h</hostName><app>orders</app><ipAddr>10.0.0.1</ipAddr>"
    "<dataCenterInfo><name>MyOwn</name></dataCenterInfo></instance>"
)


@pytest.mark.parametrize(
    ("fields", "field", "shown"),
    [
        ({"instanceId": None}, "hostName", "h.example.org"),
        ({"instanceId": ""}, "instanceId", ""),
        (
            {"instanceId": "", "dataCenterInfo": {"name": "Amazon", "metadata": {"instance-id": "i-a"}}},
            "instanceId",
            "",
        ),
        ({"app": "oRdErS"}, "app", "ORDERS"),
        ({"status": None}, "status", "UP"),
        ({"status": "up"}, "status", "UP"),
        ({"status": ""}, "status", "UP"),
        ({"status": "NONSENSE"}, "status", "UNKNOWN"),
        ({"status": "OUT_OF_SERVICE"}, "status", "OUT_OF_SERVICE"),
        ({"overriddenStatus": "OUT_OF_SERVICE"}, "status", "OUT_OF_SERVICE"),
        ({"overriddenstatus": "OUT_OF_SERVICE"}, "overriddenStatus", "OUT_OF_SERVICE"),
        ({"port": 9090}, "port", {"$": 9090, "@enabled": "true"}),
        ({"port": None}, "port", {"$": 7001, "@enabled": "true"}),
        ({"port": {"$": "9090", "@enabled": True}}, "port", {"$": 9090, "@enabled": "true"}),
        ({"securePort": {"$": 443, "@enabled": "true"}}, "securePort", {"$": 443, "@enabled": "true"}),
        ({"metadata": {"a": 1, "b": True, "c": None, "@class": "x"}}, "metadata", {"a": "1", "b": "true"}),
        ({"metadata": {}}, "metadata", {"@class": "java.util.Collections$EmptyMap"}),
        ({"lastDirtyTimestamp": 7}, "lastDirtyTimestamp", "7"),
        ({"lastDirtyTimestamp": None}, "lastDirtyTimestamp", "1750000000000"),
        ({"lastUpdatedTimestamp": "1"}, "lastUpdatedTimestamp", "1750000000000"),
        ({"actionType": "DELETED"}, "actionType", "ADDED"),
        ({"countryId": "x"}, "countryId", 1),
        ({"surprise": {"nested": [1, {}]}}, "vipAddress", "orders"),
        ({"vipAddress": " a , b,,"}, "vipAddress", " a , b,,"),
        ({"dataCenterInfo": {"name": "myown"}}, "dataCenterInfo", {"name": "MyOwn"}),
        ({"dataCenterInfo": {"name": "MyOwn", "metadata": {"k": "v"}}}, "dataCenterInfo", {"name": "MyOwn"}),
        (
            {"dataCenterInfo": {"@class": AMAZON}},
            "dataCenterInfo",
            {"name": "Amazon", "metadata": {"instance-id": "i-1"}},
        ),
    ],
)
def test_forms_that_are_taken(fields: dict[str, Any], field: str, shown: Any, node: EurekaNode) -> None:
    answer = node.post_instance(**{"app_name": "ORDERS", **_with_id(fields)})
    assert (answer.status_code, answer.content) == (204, b"")
    (instance,) = node.shown("/apps/ORDERS")["instance"]
    seen = instance[field]
    if field == "dataCenterInfo":
        del seen["@class"]
    assert seen == shown


def _with_id(fields: dict[str, Any]) -> dict[str, Any]:
    renamed = {"instanceId": "instance_id"}
    return {renamed.get(name, name): value for name, value in fields.items()}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"instanceId": None, "hostName": None}, b"Missing instanceId"),
        ({"hostName": None}, b"Missing hostname"),
        ({"ipAddr": ""}, b"Missing ip address"),
        ({"app": ""}, b"Missing appName"),
        ({"app": "BILLING"}, b"Mismatched appName, expecting ORDERS but was BILLING"),
        ({"dataCenterInfo": None}, b"Missing dataCenterInfo"),
        ({"dataCenterInfo": {}}, b"Missing dataCenterInfo Name"),
    ],
)
def test_forms_that_are_refused_in_words(fields: dict[str, Any], words: bytes, node: EurekaNode) -> None:
    answer = node.post_instance(**{"app_name": "ORDERS", **_with_id(fields)})
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (400, "text/plain", words)
    assert node.version == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"app": None},
        {"app": {"x": 1}},
        {"metadata": []},
        {"metadata": {"a": {"nested": "b"}}},
        {"port": {"$": "x"}},
        {"port": {"$": 2**31}},
        {"port": []},
        {"lastDirtyTimestamp": 2**63},
        {"dataCenterInfo": {"name": "Elsewhere"}},
        {"leaseInfo": {"durationInSecs": 2**31}},
        {"hostName": ["h"]},
    ],
)
def test_forms_that_cannot_be_read(fields: dict[str, Any], node: EurekaNode) -> None:
    answer = node.post_instance(**{"app_name": "ORDERS", **fields})
    assert (answer.status_code, answer.content) == (400, b'{"error": "cannot parse request body"}')
    assert node.version == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/json;charset=UTF-8"},
        {"Content-Type": 'Application/JSON; charset="utf-8"'},
        {"Content-Type": "application/json", "Content-Encoding": "deflate"},
        {"Content-Type": "application/json", "Accept": "text/html"},
        {},
    ],
)
def test_headers_that_are_taken(headers: dict[str, str], node: EurekaNode) -> None:
    assert node.ask("POST", "/apps/ORDERS", headers=headers, body=a_registration()).status_code == 204


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip", " gzip "])
def test_a_registration_may_be_packed(encoding: str, node: EurekaNode) -> None:
    packed = gzip.compress(a_registration().encode())
    answer = node.ask("POST", "/apps/ORDERS", headers={**JSON, "Content-Encoding": encoding}, body=packed)
    assert answer.status_code == 204
    assert node.held("ORDERS", "i-1") is not None


@pytest.mark.parametrize("spoil", [lambda data: data[:-4], lambda data: data + b"x", lambda data: b"x" + data])
def test_a_spoilt_packing_is_refused(spoil: Any, node: EurekaNode) -> None:
    packed = spoil(gzip.compress(a_registration().encode()))
    answer = node.ask("POST", "/apps/ORDERS", headers={**JSON, "Content-Encoding": "gzip"}, body=packed)
    assert answer.status_code == 400
    assert node.version == 0


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_charset_is_heeded(charset: str, node: EurekaNode) -> None:
    body = json.dumps({"instance": {**json.loads(a_registration())["instance"], "hostName": "hö"}}, ensure_ascii=False)
    headers = {"Content-Type": f"application/json;charset={charset}"}
    assert node.ask("POST", "/apps/ORDERS", headers=headers, body=body.encode(charset)).status_code == 204
    assert node.shown("/apps/ORDERS/i-1")["hostName"] == "hö"


def test_xml_is_taken_with_as_little_as_fargo_sends(node: EurekaNode) -> None:
    assert node.ask("POST", "/apps/ORDERS", headers=XML, body=MINIMAL_XML).status_code == 204
    shown = node.shown("/apps/ORDERS/i-1")
    assert (shown["app"], shown["status"], shown["port"]["$"]) == ("ORDERS", "UP", 7001)


def test_a_chunked_registration_is_taken(node: EurekaNode) -> None:
    answer = node.client.simulate_post(
        "/eureka/apps/ORDERS",
        headers=JSON,
        body=a_registration(),
        extras={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert answer.status_code == 204


def test_of_two_registrations_the_one_with_the_older_news_only_renews(node: EurekaNode) -> None:
    node.post_instance(hostName="new", lastDirtyTimestamp="200")
    node.clock.advance(seconds=5)
    assert node.post_instance(hostName="old", lastDirtyTimestamp="100").status_code == 204
    shown = node.shown("/apps/ORDERS/i-1")
    assert shown["hostName"] == "new"
    assert shown["leaseInfo"]["registrationTimestamp"] == node.clock.wall_ms()


def test_what_was_registered_by_host_name_is_found_by_it(node: EurekaNode) -> None:
    node.post_instance(instance_id=None)
    assert node.ask("PUT", "/apps/ORDERS/h.example.org").status_code == 200
    assert "instanceId" not in node.shown("/apps/ORDERS/h.example.org")


def test_large_metadata_is_taken(node: EurekaNode) -> None:
    large = {"k": "v" * 30_000}
    assert node.post_instance(metadata=large).status_code == 204
    assert node.shown("/apps/ORDERS/i-1")["metadata"] == large


def test_a_delta_that_lacks_changes_is_refused_until_it_is_whole_again() -> None:
    node = EurekaNode(Config(delta=DeltaConfig(max_changes=2)))
    for instance_id in ("i-1", "i-2", "i-3"):
        node.post_instance("ORDERS", instance_id)
    refused = node.ask("GET", "/apps/delta")
    assert (refused.status_code, refused.content) == (403, b"")
    assert node.ask("GET", "/apps").status_code == 200
    node.clock.advance(seconds=181)
    node.registry.sweep_recent_changes()
    assert node.ask("GET", "/apps/delta").status_code == 200


def test_no_instance_is_the_coordinating_server_whatever_it_says() -> None:
    node = EurekaNode()
    node.post_instance(isCoordinatingDiscoveryServer="true")
    shown = node.ask("GET", "/apps/ORDERS/i-1").json["instance"]
    assert shown["isCoordinatingDiscoveryServer"] == "false"


def test_metadata_that_no_wire_can_carry_is_left_out() -> None:
    node = EurekaNode()
    node.post_instance()
    assert node.ask("PUT", "/apps/ORDERS/i-1/metadata", "@class=java.lang.String&=2&a=1").status_code == 200
    held = node.held("ORDERS", "i-1")
    assert held is not None
    assert dict(held.metadata) == {"a": "1"}
