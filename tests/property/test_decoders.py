"""Any bytes are refused, or become an instance that the limits judge and that both formats carry unchanged."""

from __future__ import annotations

import contextlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from eureka_py.codec import (
    JSON,
    XML,
    BadReplicationItem,
    Bounds,
    Codec,
    ReplicationItem,
    decode_replication_list,
)
from eureka_py.config import LimitsConfig
from eureka_py.errors import DecodeError
from eureka_py.lease.registration import RegisterKind
from eureka_py.model import InstanceInfo
from eureka_py.registry.instance_limits import InstanceLimits
from tests.integration.eureka.fuzzing import (
    A_REGISTRATION,
    AN_XML_REGISTRATION,
    FIELDS,
    with_other_bytes,
    with_other_fields,
)
from tests.unit.codec.golden_bodies import golden

FUZZ = settings(max_examples=300, deadline=None)
LIMITS = InstanceLimits(LimitsConfig(metadata_entries=4, name_length=20, id_length=40, instance_bytes=2_000))
BOUNDS = Bounds(depth=8, elements=400, batch_items=8)
REFUSED_KINDS = {RegisterKind.BAD_TEXT, RegisterKind.TOO_LARGE}
IN_JSON_AND_XML = ("instance_id", "host_name", "app_name", "ip_addr", "metadata", "data_center_info", "vip_address")

GOLDEN_JSON = [golden(f"{name}.json") for name in ("register-full", "register-jersey3", "register-spring")]
BATCHES = [golden(f"batch-{name}.json") for name in ("register", "statusupdate", "cancel")]
REPEATED = st.builds(
    lambda piece, count: piece * count,
    st.sampled_from([b"[", b"{", b'{"a":', b'"', b"\\", b",", b"[],", b'"a",', b"<a>", b"<a/>", b"\x00", b"\xff"]),
    st.integers(0, 2_000),
)


def mutated(*bodies: bytes) -> st.SearchStrategy[bytes]:
    """Return bodies of which one piece, or two, are others; some with one that is repeated very often."""
    once = st.sampled_from(bodies).flatmap(with_other_bytes)
    stuffed = st.builds(lambda body, at, piece: body[:at] + piece + body[at:], once, st.integers(0, 900), REPEATED)
    return once | once.flatmap(with_other_bytes) | stuffed | st.binary(max_size=60) | REPEATED


def decoded(codec: Codec, body: bytes) -> InstanceInfo | None:
    with contextlib.suppress(DecodeError):
        return codec.decode_instance(body, now_ms=7, bounds=BOUNDS)
    return None


def assert_judged(instance: InstanceInfo) -> None:
    outcome = LIMITS.refusal(instance)
    if outcome is not None:
        assert outcome.kind in REFUSED_KINDS
        assert outcome.sentence.isascii()
        assert outcome.sentence.isprintable()
        return
    from_json = JSON.decode_instance(JSON.instance(instance), now_ms=0)
    from_xml = XML.decode_instance(XML.instance(instance), now_ms=0)
    for name in IN_JSON_AND_XML:
        assert getattr(from_json, name) == getattr(from_xml, name) == getattr(instance, name), name


@FUZZ
@given(
    mutated(*GOLDEN_JSON)
    | with_other_fields(A_REGISTRATION, FIELDS).map(lambda fields: json.dumps({"instance": fields}).encode())
)
def test_any_json_is_refused_or_good(body: bytes) -> None:
    instance = decoded(JSON, body)
    if instance is not None:
        assert_judged(instance)


@FUZZ
@given(mutated(golden("register.xml"), AN_XML_REGISTRATION.encode()))
def test_any_xml_is_refused_or_good(body: bytes) -> None:
    instance = decoded(XML, body)
    if instance is not None:
        assert_judged(instance)


@FUZZ
@given(mutated(*BATCHES))
def test_any_batch_is_refused_or_a_list_of_good_and_bad_items(body: bytes) -> None:
    items: list[ReplicationItem | BadReplicationItem] = []
    with contextlib.suppress(DecodeError):
        items = decode_replication_list(body, now_ms=7, bounds=BOUNDS)
    assert len(items) <= BOUNDS.batch_items
    for item in items:
        if isinstance(item, ReplicationItem) and item.instance is not None:
            assert_judged(item.instance)
