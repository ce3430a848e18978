"""At a limit an instance passes, one beyond it is refused."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eureka_py.codec import JSON, XML
from eureka_py.config import LimitsConfig
from eureka_py.lease.registration import RegisterKind
from eureka_py.model import DataCenterInfo, InstanceInfo
from eureka_py.registry.instance_limits import InstanceLimits
from eureka_py.testing import an_instance
from tests.unit.codec.strategies import KEYS, QUICK, TEXT, instances

SMALL = LimitsConfig(
    instance_bytes=2_000,
    metadata_entries=3,
    metadata_bytes=500,
    name_length=20,
    id_length=30,
    vip_addresses=4,
)
TEXTS = (
    *("instance_id", "host_name", "app_name", "ip_addr", "sid", "app_group_name", "home_page_url", "status_page_url"),
    *("health_check_url", "secure_health_check_url", "vip_address", "secure_vip_address", "asg_name"),
)
CONTROLS = ["\x00", "\t", "\n", "\r", "\x1b", "\x1f", "\x7f", "\x80", "\x85", "\x9f", "\ufffe", "\uffff", "\ud800"]
WITHOUT_CONTROLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
UNWRITABLE = ["\x00", "\x08", "\x0b", "\x0c", "\x1f", "\ufffe", "\uffff", "\udfff"]


def refused(instance: InstanceInfo, limits: LimitsConfig = SMALL) -> RegisterKind | None:
    outcome = InstanceLimits(limits).refusal(instance)
    return outcome.kind if outcome else None


def amazon(metadata: dict[str, str]) -> dict[str, Any]:
    return {"data_center_info": DataCenterInfo(name="Amazon", metadata=metadata)}


def padded_to(size: int, char: str = "u") -> InstanceInfo:
    """Return an instance whose texts have `size` bytes of UTF-8 together."""
    bare = an_instance(home_page_url="")
    texts = (bare.instance_id, bare.host_name, bare.app_name, bare.ip_addr, bare.sid, "MyOwn", bare.vip_address)
    missing = size - sum(len(text or "") for text in texts)
    width = len(char.encode())
    return an_instance(home_page_url=char * (missing // width) + "u" * (missing % width))


@pytest.mark.parametrize("char", ["u", "é", "日", "\U0001f600"])
def test_all_texts_together_have_a_size_in_bytes(char: str) -> None:
    assert refused(padded_to(2_000, char)) is None
    assert refused(padded_to(2_001, char)) is RegisterKind.TOO_LARGE


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_counts(name: str) -> None:
    assert refused(an_instance(**{name: "X" * 2_001})) is RegisterKind.TOO_LARGE


def test_metadata_of_instance_and_data_center_count_as_well() -> None:
    of_both = {"metadata": {"k": "v" * 400}, **amazon({"k": "v" * 400})}
    assert refused(an_instance(**of_both)) is None
    assert refused(an_instance(**of_both, home_page_url="u" * 1_300)) is RegisterKind.TOO_LARGE


@pytest.mark.parametrize("fields_of", [lambda metadata: {"metadata": metadata}, amazon])
def test_metadata_has_a_number_of_entries_and_a_size_in_bytes(fields_of: Any) -> None:
    for metadata, beyond in (
        (dict.fromkeys("abc", ""), dict.fromkeys("abcd", "")),
        ({"k": "v" * 499}, {"k": "v" * 500}),
        ({"ké": "é" * 248 + "v"}, {"ké": "é" * 249}),
    ):
        assert refused(an_instance(**fields_of(metadata))) is None
        assert refused(an_instance(**fields_of(beyond))) is RegisterKind.TOO_LARGE


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ({"app_name": "A" * 20}, {"app_name": "A" * 21}),
        ({"app_name": "É" * 20}, {"app_name": "É" * 21}),
        ({"instance_id": "i" * 30}, {"instance_id": "i" * 31}),
        ({"instance_id": None, "host_name": "h" * 30}, {"instance_id": None, "host_name": "h" * 31}),
        (amazon({"instance-id": "i" * 30}), {"instance_id": "", **amazon({"instance-id": "i" * 31})}),
        ({"vip_address": "v" * 20}, {"vip_address": "v" * 21}),
        ({"secure_vip_address": f"a, {'v' * 20}"}, {"secure_vip_address": f"a, {'v' * 21}"}),
    ],
)
def test_names_have_a_length(within: dict[str, Any], beyond: dict[str, Any]) -> None:
    assert refused(an_instance(**within)) is None
    assert refused(an_instance(**beyond)) is RegisterKind.BAD_TEXT


@pytest.mark.parametrize("name", ["vip_address", "secure_vip_address"])
def test_there_are_so_many_vip_addresses(name: str) -> None:
    assert refused(an_instance(**{name: "a,b,, c,d,a"})) is None
    assert refused(an_instance(**{name: "a,b,c,d,e"})) is RegisterKind.TOO_LARGE


@pytest.mark.parametrize("char", CONTROLS)
def test_no_control_character_is_in_a_name_or_address(char: str) -> None:
    for name in TEXTS:
        assert refused(an_instance(**{name: f"A{char}B"})) is RegisterKind.BAD_TEXT, name
    for fields in ({"metadata": {f"k{char}": "v"}}, amazon({f"k{char}": "v"})):
        assert refused(an_instance(**fields)) is RegisterKind.BAD_TEXT


@pytest.mark.parametrize("char", UNWRITABLE)
def test_a_metadata_value_holds_what_every_format_can_write(char: str) -> None:
    for fields in ({"metadata": {"k": f"v{char}"}}, amazon({"k": f"v{char}"})):
        assert refused(an_instance(**fields)) is RegisterKind.BAD_TEXT


@pytest.mark.parametrize("text", ["-----BEGIN-----\r\n\tMII\n", "\x85\u2028", "日本 ä \u00a0 \U0001f600", "", " "])
def test_line_breaks_and_all_scripts_are_good_in_metadata(text: str) -> None:
    for fields in ({"metadata": {"k": text}}, amazon({"k": text})):
        assert refused(an_instance(**fields)) is None


def test_every_script_is_good_in_a_name() -> None:
    assert refused(an_instance("BESTELLUNG-Ä", "日本:\U0001f600:\u00a0/;%2F?#", home_page_url="http://ü/?a=ß")) is None


@QUICK
@given(instances(WITHOUT_CONTROLS), st.dictionaries(KEYS, TEXT, max_size=4))
def test_what_passes_is_in_every_answer_and_reads_back_the_same(
    instance: InstanceInfo, metadata: dict[str, str]
) -> None:
    """Nothing that a client can register is left out of a list, or shown with a character replaced."""
    instance = dataclasses.replace(instance, metadata=metadata)
    assume(refused(instance, LimitsConfig()) is None)
    from_json = JSON.decode_instance(JSON.instance(instance), now_ms=0)
    from_xml = XML.decode_instance(XML.instance(instance), now_ms=0)
    for name in (*TEXTS, "metadata"):
        if name != "app_group_name":  # JSON has it in upper case
            assert getattr(from_json, name) == getattr(from_xml, name) == getattr(instance, name), name
    if instance.data_center_info is not None:
        assert from_json.data_center_info == from_xml.data_center_info == instance.data_center_info
