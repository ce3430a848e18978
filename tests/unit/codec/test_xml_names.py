from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.codec.xml_names import decode_name, encode_name
from tests.unit.codec.strategies import QUICK


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("zone", "zone"),
        ("with.dot-x9", "with.dot-x9"),
        ("a_b", "a__b"),
        ("$dollar", "_-dollar"),
        ("sp ace", "sp_.0020ace"),
        ("9", "_.0039"),
        ("-x", "_.002dx"),
        ("a:b", "a_.003ab"),
        ("@class", "_.0040class"),
        ("ä", "ä"),
        ("\U0001f600", "_.d83d_.de00"),
        ("_.0041", "__.0041"),
    ],
)
def test_a_key_becomes_the_name_that_xstream_gives_it(key: str, name: str) -> None:
    assert encode_name(key) == name
    assert decode_name(name) == key


def test_a_lone_underscore_and_half_an_escape_stay_as_they_are() -> None:
    assert decode_name("a_b") == "a_b"
    assert decode_name("_.zz") == "_.zz"


def test_half_a_surrogate_pair_is_no_key() -> None:
    with pytest.raises(ValueError, match="utf-16"):
        decode_name("_.d83d")


@QUICK
@given(st.text(min_size=1))
def test_any_key_survives_and_is_a_name_for_every_parser(key: str) -> None:
    assert decode_name(encode_name(key)) == key
    assert ElementTree.fromstring(f"<{encode_name(key)}/>").tag == encode_name(key)


def test_every_letter_that_is_not_coded_is_one_for_the_fourth_edition_of_xml() -> None:
    plain = [char for char in map(chr, range(1, 0x10000)) if not char.isascii() and encode_name(char) == char]
    assert "日" in plain
    document = "<x>" + "".join(f"<{char}/>" for char in plain) + "</x>"
    assert len(ElementTree.fromstring(document)) == len(plain)
