"""Fields of a registration that hold what they should not."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.hostile.judge import assert_no_fault, assert_refused, statuses_of, withstanding
from tests.hostile.node import HostileNode
from tests.hostile.requests import JSON_TYPE, TARGET, document, instance, post, put, registration

ODD_TEXTS = {
    "NUL": "a\0b",
    "CR LF": "a\r\nSet-Cookie: b",
    "escape": "a\x1b[2Jb",
    "DEL": "a\x7fb",
    "C1 control": "a\x85b",
    "line separator": "a\u2028b",
    "bidi override": "a\u202eb",
    "bidi isolate": "a\u2066b",
    "zero width": "a\u200bb",
    "BOM": "a\ufeffb",
    "no character": "a\uffffb",
    "slash": "a/../b",
    "back slash": "..\\..\\b",
    "blank": "a b",
    "script": "<script>alert(1)</script>",
    "attribute": '"onmouseover="alert(1)',
    "template": "{{7*7}}${7*7}",
    "format": "%s%n{0.__class__}",
    "emoji": "a\U0001f4a9b",
    "100 KB": "x" * 100_000,
}
CONTROLS = ("NUL", "CR LF", "escape", "DEL", "C1 control")
TEXT_FIELDS = (
    *("instanceId", "hostName", "app", "ipAddr", "sid", "appGroupName", "vipAddress", "secureVipAddress", "asgName"),
    *("homePageUrl", "statusPageUrl", "healthCheckUrl", "secureHealthCheckUrl"),
)
FIELDS = (
    *TEXT_FIELDS,
    *("status", "overriddenStatus", "overriddenstatus", "port", "securePort", "countryId", "dataCenterInfo"),
    *("leaseInfo", "metadata", "isCoordinatingDiscoveryServer", "lastUpdatedTimestamp", "lastDirtyTimestamp"),
    "actionType",
)
WRONG_VALUES = (
    *('""', "0", "-1", "1e400", "-1e400", "0.1", "9" * 5000, "1" + "0" * 18, str(2**63), "true", "null", "[]", "{}"),
    *("[[[]]]", '{"$":-1}', '{"$":99999999999}', '{"$":{}}', '{"@class":[]}', '{"name":{}}', '{"a":{"b":"c"}}'),
    *('{"metadata":5,"name":"Amazon"}', '{"durationInSecs":1e400}', '{"durationInSecs":-5}', '{"a":["b"]}'),
    f'"{"9" * 5000}"',
)


def in_path(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def registrations_with(field: str, text: str) -> Iterator[bytes]:
    fields = instance(**{field: text})
    yield post(f"/eureka/apps/{in_path(fields['app'])}", document(fields), JSON_TYPE)
    yield post(TARGET, document(fields), JSON_TYPE)


@pytest.mark.parametrize("name", ODD_TEXTS)
@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_an_odd_text_is_refused_or_does_no_harm(node: HostileNode, field: str, name: str) -> None:
    with withstanding(node, may_store=True):
        for sent in registrations_with(field, ODD_TEXTS[name]):
            assert_no_fault(node.ask(sent))


@pytest.mark.parametrize("name", CONTROLS)
@pytest.mark.parametrize("field", ["instanceId", "hostName", "app", "ipAddr", "vipAddress", "secureVipAddress"])
def test_no_name_has_control_characters(node: HostileNode, field: str, name: str) -> None:
    with withstanding(node):
        for sent in registrations_with(field, ODD_TEXTS[name]):
            assert_refused(node.ask(sent))


@pytest.mark.parametrize("field", ["instanceId", "app", "vipAddress", "secureVipAddress"])
def test_no_name_is_100_kb_long(node: HostileNode, field: str) -> None:
    with withstanding(node):
        for sent in registrations_with(field, ODD_TEXTS["100 KB"]):
            assert_refused(node.ask(sent))


@pytest.mark.parametrize("name", ODD_TEXTS)
def test_odd_metadata_is_refused_or_does_no_harm(node: HostileNode, name: str) -> None:
    text = ODD_TEXTS[name]
    with withstanding(node, may_store=True):
        assert_no_fault(node.ask(registration(metadata={text: "value"})))
        assert_no_fault(node.ask(registration(metadata={"key": text})))
        if len(text) < 1000:
            node.ask(registration())
            assert_no_fault(node.ask(put(f"{TARGET}/evil-1/metadata?{in_path(text)}=value&key={in_path(text)}")))


@pytest.mark.parametrize("field", FIELDS)
def test_a_value_of_another_kind_is_refused_or_does_no_harm(node: HostileNode, field: str) -> None:
    with withstanding(node, may_store=True):
        for value in WRONG_VALUES:
            body = document(instance(**{field: "HERE"})).replace(b'"HERE"', value.encode())
            assert_no_fault(node.ask(post(TARGET, body, JSON_TYPE)))


def test_a_field_that_comes_twice_counts_once(node: HostileNode) -> None:
    body = document(instance())[:-2] + b',"app":"OTHER","instanceId":"evil-2"}}'
    with withstanding(node):
        assert_refused(node.ask(post(TARGET, body, JSON_TYPE)))


@pytest.mark.parametrize("separator", [",", ", ", ",,"])
def test_a_list_of_a_million_vip_addresses_is_refused(node: HostileNode, separator: str) -> None:
    addresses = separator.join(f"v{n}" for n in range(1_000_000))
    with withstanding(node):
        assert_refused(node.ask(registration(vipAddress=addresses)))
        assert_refused(node.ask(registration(secureVipAddress="," * 1_600_000)))


def test_metadata_does_not_grow_by_many_small_updates(node: HostileNode) -> None:
    with withstanding(node, may_store=True):
        node.ask(registration())
        for begin in range(0, 20_000, 100):
            query = "&".join(f"key-{n}={'x' * 20}" for n in range(begin, begin + 100))
            assert_no_fault(node.ask(put(f"{TARGET}/evil-1/metadata?{query}")))
        (evil,) = [app for app in node.applications() if app["name"] == "EVIL"]
        assert len(json.dumps(evil["instance"][0]["metadata"])) < 100_000


@pytest.mark.parametrize(
    "query",
    [
        "value=" + "x" * 5000,
        "value=%00",
        "value=UP%0d%0aA:%20b",
        "value=UP&lastDirtyTimestamp=" + "9" * 5000,
        "value=UP&lastDirtyTimestamp=-1",
        "value=UP&lastDirtyTimestamp=1e9",
        "value=UP&lastDirtyTimestamp=%D9%A1",
        "&".join(["a=b"] * 1500),
    ],
)
def test_odd_queries_are_refused_or_do_no_harm(node: HostileNode, query: str) -> None:
    path = "/eureka/apps/WITNESS/witness-1"
    with withstanding(node):
        assert_no_fault(node.ask(put(f"{path}?{query}")))
        assert 200 not in statuses_of(node.ask(put(f"{path}/status?{query}")))
