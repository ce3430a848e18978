"""What one side writes, the other reads: nothing lost, and nothing that a decoder lets in can break an encoder."""

from __future__ import annotations

import contextlib
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.codec import JSON, XML, Codec
from eureka_py.errors import DecodeError
from eureka_py.model import Application, Applications, InstanceInfo
from tests.unit.codec.golden_bodies import golden, golden_object
from tests.unit.codec.strategies import INT64, QUICK, TEXT, XML_TEXT, instances, json_values


@QUICK
@given(instances(), INT64)
def test_json_keeps_every_field(instance: InstanceInfo, now_ms: int) -> None:
    assert JSON.decode_instance(JSON.instance(instance), now_ms=now_ms) == instance


@QUICK
@given(instances(XML_TEXT), INT64)
def test_xml_keeps_every_field(instance: InstanceInfo, now_ms: int) -> None:
    assert XML.decode_instance(XML.instance(instance), now_ms=now_ms) == instance


@QUICK
@given(st.lists(st.builds(Application, TEXT, st.lists(instances(), max_size=2).map(tuple)), max_size=3), st.booleans())
def test_every_document_is_well_formed(apps: list[Application], compact: bool) -> None:
    document = Applications(tuple(apps), "UP_1_", 7)
    sizes = [len(app.instances) for app in apps]
    as_json = json.loads(JSON.applications(document, compact=compact))["applications"]
    assert [len(app["instance"]) for app in as_json["application"]] == sizes
    assert [app["name"] for app in as_json["application"]] == [app.name for app in apps]
    as_xml = ElementTree.fromstring(XML.applications(document, compact=compact))
    assert [len(app.findall("instance")) for app in as_xml.findall("application")] == sizes
    for app in apps:
        assert json.loads(JSON.application(app, compact=compact))["application"]["name"] == app.name
        assert ElementTree.fromstring(XML.application(app, compact=compact)).tag == "application"


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("codec", [JSON, XML])
def test_a_document_is_head_fragments_and_tail(codec: Codec, compact: bool) -> None:
    instance = JSON.decode_instance(golden("instance.json"), now_ms=0)
    apps = (Application("A", (instance,)), Application("B", (instance, instance)))
    fragments = [codec.fragment(app, compact=compact) for app in apps]
    head = codec.applications_head(3, "UP_3_", compact=compact)
    joined = head + codec.separator.join(fragments) + codec.applications_tail
    assert codec.applications(Applications(apps, "UP_3_", 3), compact=compact) == joined


_FIELDS = sorted(golden_object("register-full.json")["instance"])


@QUICK
@given(st.dictionaries(st.sampled_from(_FIELDS), json_values(), max_size=3))
def test_whatever_json_registers_can_be_shown_to_all(changed: dict[str, Any]) -> None:
    sent = golden_object("register-full.json")["instance"] | changed
    with contextlib.suppress(DecodeError):
        assert_can_be_shown(JSON.decode_instance(json.dumps({"instance": sent}).encode(), now_ms=5))


@QUICK
@given(
    st.sampled_from(_FIELDS), json_values(), st.sampled_from(["$", "@enabled", "name", "metadata", "durationInSecs"])
)
def test_whatever_json_nests_is_shown_or_refused(field: str, value: Any, key: str) -> None:
    sent = golden_object("register-full.json")["instance"] | {field: {key: value}}
    with contextlib.suppress(DecodeError):
        assert_can_be_shown(JSON.decode_instance(json.dumps({"instance": sent}).encode(), now_ms=5))


@QUICK
@given(st.sampled_from([JSON, XML]), st.binary(max_size=60))
def test_bytes_are_decoded_or_refused(codec: Codec, body: bytes) -> None:
    with contextlib.suppress(DecodeError):
        codec.decode_instance(body, now_ms=5)


@pytest.mark.parametrize(("codec", "name"), [(JSON, "register-full.json"), (XML, "register.xml")])
@QUICK
@given(data=st.data())
def test_mutated_documents_are_decoded_or_refused(codec: Codec, name: str, data: st.DataObject) -> None:
    body = golden(name)
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(start + 40, len(body))))
    inserted = data.draw(
        st.binary(max_size=8) | st.sampled_from([b"\\ud800", b"1e999", b"<a>", b"&x;", b"[[", b"_.d800"])
    )
    with contextlib.suppress(DecodeError):
        assert_can_be_shown(codec.decode_instance(body[:start] + inserted + body[end:], now_ms=5))


def assert_can_be_shown(instance: InstanceInfo) -> None:
    app = Application(instance.app_name, (instance,))
    for compact in (False, True):
        assert len(json.loads(JSON.application(app, compact=compact))["application"]["instance"]) == 1
        assert len(ElementTree.fromstring(XML.application(app, compact=compact)).findall("instance")) == 1
