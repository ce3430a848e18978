"""Never a 5xx, and nothing is written by what is refused: whatever is sent."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.model import Application
from tests.integration.eureka.eureka_node import EurekaNode
from tests.integration.eureka.fuzzing import (
    A_REGISTRATION,
    CONTENT_TYPES,
    FIELDS,
    FUZZ,
    JSON_VALUES,
    LATIN_1,
    ODD_TEXT,
    PACKINGS,
    PRINTABLE,
    REGISTRATIONS,
    ask,
    assert_all_is_readable,
    path_of,
    with_other_bytes,
    with_other_fields,
)
from tests.unit.resources.face import Face

ACTIONS = ["Register", "Heartbeat", "Cancel", "StatusUpdate", "DeleteStatusOverride"]
ITEM_FIELDS = ("appName", "id", "action", "lastDirtyTimestamp", "status", "overriddenStatus", "instanceInfo", "more")
ITEMS = st.sampled_from(ACTIONS).flatmap(
    lambda action: with_other_fields(
        {"appName": "ORDERS", "id": "i-1", "action": action, "status": "DOWN", "instanceInfo": A_REGISTRATION},
        ITEM_FIELDS,
    )
)
INSTANCE_ITEMS = with_other_fields(A_REGISTRATION, FIELDS).map(
    lambda fields: {"appName": "ORDERS", "id": "i-1", "action": "Register", "instanceInfo": fields}
)
PARAMETERS = st.tuples(
    st.sampled_from(["value", "status", "lastDirtyTimestamp", "overriddenstatus", "k", "@class", ""]),
    st.sampled_from(["UP", "out_of_service", "1", "9999999999999", "%FF", "%00", "%", "a+b", "%ED%A0%80"])
    | st.text(PRINTABLE, max_size=8),
)
QUERIES = st.text(PRINTABLE, max_size=30) | st.lists(PARAMETERS, max_size=4).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)
WORDS = (
    *("eureka", "apps", "v2", "delta", "ORDERS", "i-1", "status", "metadata", "instances", "vips", "svips", "orders"),
    *("peerreplication", "batch", "serverinfo", "statusoverrides", "healthcheck", "asg", "", "..", "%2F", "%FF", "%00"),
)
SEGMENTS = st.sampled_from(WORDS) | st.text(PRINTABLE, max_size=6)
METHODS = st.sampled_from(["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT"]) | st.text(
    st.characters(min_codepoint=65, max_codepoint=90), min_size=3, max_size=8
)
HEADER_VALUES = st.sampled_from(
    ["application/json", "*/*", "gzip", "gzip;q=", ";q=nan", "compact", "true", "-1", "chunked", ",;=,"]
) | st.text(LATIN_1, max_size=10)
HEADER_NAMES = (
    *("Accept", "Accept-Encoding", "X-Eureka-Accept", "x-netflix-discovery-replication", "Content-Type"),
    *("Content-Encoding", "Content-Length", "Host", "Cookie", "Range", "If-None-Match", "Expect", "Upgrade"),
)
HEADERS = st.dictionaries(st.sampled_from(HEADER_NAMES), HEADER_VALUES, max_size=4)


def held(face: Face) -> tuple[Application, ...]:
    """Return all that the registry holds, versions included."""
    return face.registry.view().full.applications


def body_headers(content_type: str, content_encoding: str) -> dict[str, str]:
    headers = {"Content-Type": content_type, "Content-Encoding": content_encoding}
    return {name: value for name, value in headers.items() if value}


@FUZZ
@given(REGISTRATIONS, CONTENT_TYPES, PACKINGS)
def test_any_body_as_a_registration(body: bytes, content_type: str, packing: tuple[str, bool]) -> None:
    face = Face()
    encoding, is_packed = packing
    sent = gzip.compress(body) if is_packed else body
    reply = ask(face.wsgi, "POST", "/eureka/apps/ORDERS", body_headers(content_type, encoding), sent)
    assert reply.status in (204, 400, 415), reply
    assert reply.log == ""
    if reply.status != 204:
        assert face.version == 0
        return
    ((instance,),) = [application.instances for application in held(face)]
    assert face.version == 1
    singles = [path_of("apps", "ORDERS", instance.id), path_of("instances", instance.id), path_of("apps", "ORDERS")]
    vips = [path_of("vips", address) for address in instance.vip_addresses()]
    assert_all_is_readable(face.wsgi, [*singles, *vips])


@FUZZ
@given(
    st.lists(ITEMS | INSTANCE_ITEMS | JSON_VALUES, max_size=5).map(lambda items: json.dumps({"replicationList": items}))
    | JSON_VALUES.map(json.dumps),
    CONTENT_TYPES,
)
def test_any_batch_of_a_peer(body: str, content_type: str) -> None:
    face = Face()
    reply = ask(face.wsgi, "POST", "/eureka/peerreplication/batch/", body_headers(content_type, ""), body.encode())
    assert reply.status in (200, 400, 415), reply
    assert reply.log == ""
    if reply.status != 200:
        assert face.version == 0
        return
    items = json.loads(body)["replicationList"]
    assert [response["statusCode"] for response in json.loads(reply.body)["responseList"]] == _one_by_one(face, items)
    assert_all_is_readable(face.wsgi, [])


def _one_by_one(together: Face, items: list[Any]) -> list[int]:
    """Send each item in a batch of its own to another registry: it comes to the same, and what fails writes nothing."""
    alone = Face()
    statuses = []
    for item in items:
        before = alone.version
        body = json.dumps({"replicationList": [item]}).encode()
        reply = ask(alone.wsgi, "POST", "/eureka/peerreplication/batch", {"Content-Type": "application/json"}, body)
        (response,) = json.loads(reply.body)["responseList"]
        statuses.append(response["statusCode"])
        assert response["statusCode"] == 200 or _is_of_a_peer_ahead(item) or alone.version == before, item
    assert held(alone) == held(together)
    return statuses


def _is_of_a_peer_ahead(item: Any) -> bool:
    """Tell what is answered 404 for the sake of a registration, although the override in it is kept at once."""
    return isinstance(item, dict) and item.get("action") == "Heartbeat" and "overriddenStatus" in item


@FUZZ
@given(with_other_bytes(json.dumps({"replicationList": [{"appName": "A", "id": "i", "action": "Cancel"}]}).encode()))
def test_a_batch_with_any_bytes_in_it(body: bytes) -> None:
    face = Face()
    face.register("A", "i")
    before = face.version
    headers = {"Content-Type": "application/json"}
    reply = ask(face.wsgi, "POST", "/eureka/peerreplication/batch", headers, body)
    assert reply.status in (200, 400), reply
    statuses = [item["statusCode"] for item in json.loads(reply.body).get("responseList", ())]
    assert (face.version == before) is (200 not in statuses)


@FUZZ
@given(
    st.sampled_from(["PUT", "DELETE"]),
    st.sampled_from(["", "/status", "/metadata"]),
    QUERIES,
    st.booleans(),
    ODD_TEXT.map(str.encode) | st.just(b"{}"),
)
def test_any_query_of_a_write(method: str, what: str, query: str, has_override: bool, body: bytes) -> None:
    face = Face()
    face.register()
    if has_override:
        face.ask("PUT", "/apps/ORDERS/i-1/status", "value=OUT_OF_SERVICE")
    before = held(face)
    reply = ask(face.wsgi, method, f"/eureka/apps/ORDERS/i-1{what}?{query}", {}, body)
    assert reply.status in (200, 400, 404, 405), reply
    assert reply.log == ""
    if reply.status != 200:
        assert (held(face), reply.body) == (before, b"")
    else:
        assert_all_is_readable(face.wsgi, [])


@pytest.fixture(scope="module")
def whole_node() -> EurekaNode:
    """One for all examples: to put it together takes longer than to ask it."""
    return EurekaNode()


@FUZZ
@given(
    METHODS,
    st.lists(SEGMENTS, max_size=7).map("/".join),
    QUERIES,
    HEADERS,
    st.sampled_from([b"", b"{}", json.dumps({"instance": A_REGISTRATION}).encode()]),
    st.booleans(),
)
def test_any_request_at_all(
    whole_node: EurekaNode,
    method: str,
    path: str,
    query: str,
    headers: dict[str, str],
    body: bytes,
    is_raw: bool,
) -> None:
    whole_node.registry.register(whole_node.put())
    before = whole_node.version
    target = f"/{path}?{query}"
    reply = ask(whole_node.client.app, method, target, headers, body, is_raw=is_raw)
    assert reply.status < 500, reply
    assert reply.log == ""
    if reply.status >= 400:
        assert whole_node.version == before
    if method in ("GET", "HEAD", "OPTIONS"):
        assert whole_node.version == before
