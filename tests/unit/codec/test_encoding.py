"""What encoders do with values that have no golden body."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Any, cast

import pytest

from eureka_py.codec import JSON, XML, Codec, EncodeError
from eureka_py.codec.base import log_left_out
from eureka_py.model import Application, DataCenterInfo, InstanceInfo
from eureka_py.testing import an_instance


@pytest.fixture(autouse=True)
def _nothing_logged_yet() -> None:
    log_left_out.cache_clear()


def as_json(instance: InstanceInfo) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(JSON.instance(instance))["instance"]
    return fields


def as_xml(instance: InstanceInfo) -> str:
    return XML.instance(instance).decode()


UNWRITABLE: list[tuple[Codec, dict[str, Any]]] = [
    (JSON, {"host_name": "\ud800"}),
    (JSON, {"port": 2**64}),
    (JSON, {"metadata": {"\udc00": "x"}}),
    (XML, {"host_name": cast(str, None)}),
    (XML, {"metadata": {"k": cast(str, 5)}}),
]


@pytest.mark.parametrize(
    ("codec", "fields", "compact"),
    [(codec, fields, compact) for codec, fields in UNWRITABLE for compact in {False, "metadata" not in fields}],
)
def test_an_instance_that_cannot_be_written_is_left_out_and_logged_once(
    codec: Codec, fields: dict[str, Any], compact: bool, caplog: pytest.LogCaptureFixture
) -> None:
    good = an_instance(instance_id="good")
    app = Application("ORDERS", (replace(an_instance(instance_id="bad"), **fields), good))
    only_good = Application("ORDERS", (good,))
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert codec.fragment(app, compact=compact) == codec.fragment(only_good, compact=compact)
            assert codec.application(app, compact=compact) == codec.application(only_good, compact=compact)
    (record,) = caplog.records
    assert "bad" in record.getMessage()


@pytest.mark.parametrize(("codec", "fields"), UNWRITABLE)
def test_a_single_instance_that_cannot_be_written_is_an_error(codec: Codec, fields: dict[str, Any]) -> None:
    with pytest.raises(EncodeError) as caught:
        codec.instance(replace(an_instance("ORDERS", "bad"), **fields))
    assert (caught.value.app_name, caught.value.instance_id) == ("ORDERS", "bad")


def test_the_name_of_an_application_never_breaks_the_list() -> None:
    app = Application("\ud800", (an_instance(),))
    assert json.loads(JSON.application(app, compact=False))["application"]["name"] == "?"
    assert "<name>\ufffd</name>" in XML.application(app, compact=False).decode()


def test_xml_replaces_what_it_cannot_hold_and_escapes_as_netflix_does() -> None:
    shown = as_xml(an_instance(host_name="a\x00\x1f\ufffe\ud800b", asg_name="<&>\"'\r\n\t"))
    assert "<hostName>a\ufffd\ufffd\ufffd\ufffdb</hostName>" in shown
    assert "<asgName>&lt;&amp;&gt;&quot;&apos;&#xd;\n\t</asgName>" in shown


def test_a_metadata_key_can_never_break_the_xml() -> None:
    shown = as_xml(an_instance(metadata={"": "dropped", "a:b": "1", "\x01": "2"}))
    assert "<metadata>\n    <a_.003ab>1</a_.003ab>\n    <_.0001>2</_.0001>\n  </metadata>" in shown
    assert '<metadata class="java.util.Collections$EmptyMap"/>' in as_xml(an_instance(metadata={"": "dropped"}))


def test_null_fields_are_absent_and_empty_ones_are_not() -> None:
    instance = an_instance(instance_id="", home_page_url="", vip_address=None)
    fields = as_json(instance)
    assert (fields["instanceId"], fields["homePageUrl"]) == ("", "")
    assert not {"vipAddress", "statusPageUrl", "appGroupName", "asgName", "actionType"} & fields.keys()
    assert "<instanceId></instanceId>" in as_xml(instance)
    assert "vipAddress" not in as_xml(instance)
    assert "instanceId" not in as_json(replace(instance, instance_id=None))


@pytest.mark.parametrize("sid", ["na", "unknown"])
def test_a_sid_is_shown_only_if_it_says_something(sid: str) -> None:
    assert "sid" not in as_json(an_instance(sid=sid))
    assert "<sid>" not in as_xml(an_instance(sid=sid))
    assert as_json(an_instance(sid="x"))["sid"] == "x"
    assert "</ipAddr>\n  <sid>x</sid>\n  <status>" in as_xml(an_instance(sid="x"))


def test_amazon_always_has_metadata_and_no_other_has() -> None:
    amazon = an_instance(data_center_info=DataCenterInfo(name="Amazon"))
    assert as_json(amazon)["dataCenterInfo"]["metadata"] == {}
    assert '    <metadata class="java.util.Collections$EmptyMap"/>\n  </dataCenterInfo>' in as_xml(amazon)
    app = Application("ORDERS", (amazon,))
    assert b"<name>Amazon</name><metadata/></dataCenterInfo>" in XML.application(app, compact=True)
    other = an_instance(data_center_info=DataCenterInfo(name="MyOwn", metadata={"k": "v"}))
    assert "metadata" not in as_json(other)["dataCenterInfo"]


def test_an_instance_without_data_center_is_shown_without() -> None:
    instance = an_instance(data_center_info=None)
    assert "dataCenterInfo" not in as_json(instance)
    assert "dataCenterInfo" not in as_xml(instance)
    app = Application("ORDERS", (instance,))
    assert b"dataCenterInfo" not in JSON.application(app, compact=True) + XML.application(app, compact=True)


def test_text_is_written_raw_not_as_escapes() -> None:
    assert "äöü €" in JSON.instance(an_instance(host_name="äöü €")).decode()
