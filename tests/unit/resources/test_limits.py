"""What a client may send and store, as it is told over HTTP: nothing of what is refused is kept."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from eureka_py.admission import RefusalReason
from eureka_py.admission.guard import REFUSAL
from eureka_py.config import Config, LimitsConfig, RegistryConfig
from tests.unit.resources.face import AS_JSON, ORDERS_1, Face, a_batch, a_body

LIMITS = LimitsConfig(
    body_bytes=100_000,
    registration_bytes=20_000,
    depth=8,
    elements=1_000,
    batch_items=5,
    metadata_entries=3,
    metadata_bytes=500,
    name_length=20,
    id_length=30,
    vip_addresses=4,
    instances_per_app=2,
)
AS_XML = {"Content-Type": "application/xml"}
BATCH = "/peerreplication/batch"


@pytest.fixture
def face() -> Face:
    return Face(Config(limits=LIMITS))


def post(face: Face, body: str | bytes, path: str = "/apps/ORDERS", **headers: str) -> tuple[int, str]:
    answer = face.ask("POST", path, headers={**AS_JSON, **headers}, body=body)
    assert (answer.headers.get("content-type") or "text/plain").startswith("text/plain")
    return answer.status_code, answer.text


def a_registering(**fields: Any) -> dict[str, Any]:
    instance = json.loads(a_body(**fields))["instance"]
    return {"appName": instance["app"], "id": instance["instanceId"], "action": "Register", "instanceInfo": instance}


BEYOND: list[tuple[dict[str, Any], int, str]] = [
    ({"metadata": dict.fromkeys("abcd", "")}, 413, "More than 3 metadata entries"),
    ({"metadata": {"k": "v" * 500}}, 413, "Metadata larger than 500 bytes"),
    ({"instance_id": "i" * 31}, 400, "Instance id longer than 30 characters"),
    ({"vipAddress": "a,b,c,d,e"}, 413, "More than 4 VIP addresses"),
    ({"vipAddress": "v" * 21}, 400, "VIP address longer than 20 characters"),
    ({"instance_id": "i\r\n1"}, 400, "Control characters, or half a character, in a name, address or other text"),
    ({"metadata": {"k": "\x00"}}, 400, "Characters in a metadata value that XML cannot hold"),
]


@pytest.mark.parametrize(("fields", "status", "sentence"), BEYOND)
def test_a_registration_beyond_a_limit_is_refused_in_one_sentence(
    fields: dict[str, Any], status: int, sentence: str, face: Face
) -> None:
    face.register()
    version = face.version
    assert post(face, a_body(**fields)) == (status, sentence)
    assert (face.version, face.replicator.told) == (version, [])


@pytest.mark.parametrize(("fields", "status", "sentence"), BEYOND)
def test_an_item_of_a_batch_beyond_a_limit_spoils_no_other(
    fields: dict[str, Any], status: int, sentence: str, face: Face
) -> None:
    items = [a_registering(), a_registering(**fields), {"appName": "ORDERS", "id": "i-1", "action": "Heartbeat"}]
    answer = face.ask("POST", BATCH, headers=AS_JSON, body=a_batch(*items))
    assert [one["statusCode"] for one in answer.json["responseList"]] == [200, status, 200]
    assert face.version == 1


def test_an_application_name_may_be_so_long_and_no_longer(face: Face) -> None:
    assert post(face, a_body("A" * 20), f"/apps/{'A' * 20}") == (204, "")
    refused = (400, "Application name longer than 20 characters")
    assert post(face, a_body("A" * 21), f"/apps/{'A' * 21}") == refused


def test_an_id_out_of_metadata_is_judged_like_any_other() -> None:
    face = Face(Config(limits=LIMITS, registry=RegistryConfig(id_from_metadata=True)))
    for metadata_id in ("i" * 31, "i\n1"):
        status, _ = post(face, a_body(instance_id=None, metadata={"instanceId": metadata_id}))  # type: ignore[arg-type]
        assert (status, face.version) == (400, 0)
    assert post(face, a_body(instance_id=None, metadata={"instanceId": "i-1"}))[0] == 204  # type: ignore[arg-type]


def test_who_finds_the_registry_full_is_told_when_to_come_back(face: Face) -> None:
    for instance_id in ("i-1", "i-2"):
        assert post(face, a_body(instance_id=instance_id)) == (204, "")
    answer = face.ask("POST", "/apps/ORDERS", headers=AS_JSON, body=a_body(instance_id="i-3"))
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
    assert answer.text == "The application has 2 instances, which is the limit"
    assert post(face, a_body(instance_id="i-1")) == (204, ""), "who is in stays in"
    batch = face.ask("POST", BATCH, headers=AS_JSON, body=a_batch(a_registering(instance_id="i-3"), a_registering()))
    assert [one["statusCode"] for one in batch.json["responseList"]] == [429, 200]


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("a=&b=&c=&d=", 413, "More than 3 metadata entries"),
        (f"a={'v' * 500}", 413, "Metadata larger than 500 bytes"),
        ("a%0A=v", 400, "Control characters, or half a character, in a name, address or other text"),
        ("a=%00", 400, "Characters in a metadata value that XML cannot hold"),
    ],
)
def test_metadata_beyond_a_limit_is_refused_without_a_body(query: str, status: int, sentence: str, face: Face) -> None:
    face.register(metadata={"k": "v"})
    version = face.version
    answer = face.ask("PUT", "/apps/ORDERS/i-1/metadata", query)
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (status, b"", "0")
    assert answer.headers["x-eureka-refusal"] == sentence
    assert face.version == version


def test_a_refused_registration_leaves_the_lease_as_it_was(face: Face) -> None:
    face.register(metadata={"k": "v"})
    held = face.registry.instance(ORDERS_1)
    face.clock.advance(seconds=60)
    for fields, status, _ in BEYOND:
        if "instance_id" not in fields:
            assert post(face, a_body(**fields, lastDirtyTimestamp="1800000000000"))[0] == status
    assert face.registry.instance(ORDERS_1) == held


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("[" * 100_000, "Request body larger than 20000 bytes"),
        ("[" * 9 + "]" * 9, "JSON of more than 8 levels within each other"),
        (json.dumps([0] * 1_001), "More than 1000 JSON values in one body"),
    ],
)
def test_a_registration_that_cannot_be_one_is_refused_before_it_is_read(body: str, sentence: str, face: Face) -> None:
    assert post(face, body) == (413, sentence)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (a_batch(*[{}] * 6), "More than 5 actions in one batch"),
        ("[" * 9 + "]" * 9, "JSON of more than 8 levels within each other"),
        (json.dumps([0] * 1_001), "More than 1000 JSON values in one body"),
    ],
)
def test_a_batch_that_is_too_much_is_refused_as_a_whole(body: str, sentence: str, face: Face) -> None:
    assert post(face, body, BATCH) == (413, sentence)


def test_deep_or_endless_xml_is_refused(face: Face) -> None:
    for body, sentence in (
        ("<instance>" * 9, "XML of more than 8 levels within each other"),
        ("<instance>" + "<a/>" * 1_001, "More than 1000 XML elements and attributes in one body"),
    ):
        assert post(face, body, **AS_XML) == (413, sentence)


def test_a_batch_may_be_larger_than_a_registration(face: Face) -> None:
    padding = {"surprise": "x" * 25_000}
    assert post(face, a_body(**padding)) == (413, "Request body larger than 20000 bytes")
    answer = face.ask("POST", BATCH, headers=AS_JSON, body=a_batch({**a_registering(), **padding}))
    assert answer.json == {"responseList": [{"statusCode": 200}]}


def test_two_million_zeros_in_four_kilobytes_are_refused() -> None:
    """Which once took twenty seconds."""
    face = Face()
    packed = gzip.compress(b'{"replicationList":[' + b"0," * 1_999_999 + b"0]}")
    assert len(packed) < 6_000
    encoded = {"Content-Encoding": "gzip"}
    assert post(face, packed, BATCH, **encoded) == (413, "Request body more than 200 times larger than its gzip")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (a_body(metadata={"k": "v" * 500}), RefusalReason.LIMIT),
        ("[" * 9 + "]" * 9, RefusalReason.BODY_TOO_LARGE),
        ("{", RefusalReason.BODY_UNREADABLE),
        (a_body("BILLING"), None),
    ],
)
def test_why_a_request_was_refused_is_left_for_who_counts(body: str, reason: RefusalReason | None, face: Face) -> None:
    seen: dict[str, Any] = {}
    face.client.app = lambda environ, start_response: (  # type: ignore[assignment]
        seen.update(environ=environ),
        face.wsgi(environ, start_response),
    )[1]
    face.ask("POST", "/apps/ORDERS", headers=AS_JSON, body=body)
    assert seen["environ"].get(REFUSAL) is reason
