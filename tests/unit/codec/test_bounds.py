"""What is too deep or too much is refused before anything is built of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.codec import JSON, XML, Bounds, TooLargeError, decode_replication_list
from eureka_py.codec.json_reader import parse
from eureka_py.errors import DecodeError
from tests.unit.codec.golden_bodies import golden
from tests.unit.codec.strategies import QUICK, json_values

TIGHT = Bounds(depth=4, elements=20, batch_items=3)
QUOTES_AND_BRACKETS = st.text(st.sampled_from('"\\[]{},:a é'), max_size=12)


def is_too_large(body: str | bytes, bounds: Bounds = TIGHT) -> bool:
    """Tell whether a body is refused for its size; it may be refused for something else."""
    try:
        parse(body.encode() if isinstance(body, str) else body, None, bounds)
    except TooLargeError:
        return True
    except DecodeError:
        return False
    return False


def depth_of(value: Any) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


def values_in(value: Any) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + (sum(map(values_in, value)) if isinstance(value, list) else 0)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), (' [ "]" , ', "\n]")])
def test_levels_are_counted_whatever_they_are_made_of(opening: str, closing: str) -> None:
    for is_beyond, depth in ((False, 4), (True, 5)):
        assert is_too_large(opening * depth + "1" + closing * depth) is is_beyond


def test_lists_and_objects_within_each_other_are_levels_alike() -> None:
    assert not is_too_large('[{"a":[{}]}]')
    assert is_too_large('[{"a":[{"a":[]}]}]')


def test_values_are_counted_one_by_one() -> None:
    for is_beyond, count in ((False, 19), (True, 20)):
        assert is_too_large(json.dumps([0] * count)) is is_beyond
        assert is_too_large(json.dumps(dict.fromkeys(map(str, range(count)), 0))) is is_beyond


@pytest.mark.parametrize("text", ["," * 99, "[" * 99, "{[,]}" * 20, '\\"[[[[[[', "\\", '"', '","' * 9, "\\\\[" * 30])
def test_what_stands_in_a_string_counts_as_nothing(text: str) -> None:
    assert parse(json.dumps([text, {text: [text]}]).encode(), None, TIGHT) == [text, {text: [text]}]


@pytest.mark.parametrize("body", ["[" * 100_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 100_000, "[{}," * 100_000])
def test_a_hundred_thousand_levels_are_refused_and_nothing_else_happens(body: str) -> None:
    for instance_or_batch in (JSON.decode_instance, decode_replication_list):
        with pytest.raises(TooLargeError, match=r"levels within each other|JSON values"):
            instance_or_batch(body.encode(), now_ms=0)


def test_a_body_full_of_short_strings_is_refused_before_they_are_looked_at() -> None:
    assert is_too_large("[" + '"a",' * 1_000 + '""]')
    assert is_too_large("[" + '",",' * 1_000 + '""]')


def test_a_batch_that_breaks_off_is_broken_not_deep() -> None:
    item = json.loads(golden("batch-register.json"))["replicationList"][0]
    whole = json.dumps({"replicationList": [item] * 40}).encode()
    assert len(decode_replication_list(whole, now_ms=0)) == 40
    for cut in range(len(whole) - 3_000, len(whole), 97):
        with pytest.raises(DecodeError) as caught:
            decode_replication_list(whole[:cut], now_ms=0)
        assert not isinstance(caught.value, TooLargeError)


@QUICK
@given(
    json_values()
    | st.recursive(QUOTES_AND_BRACKETS, lambda inner: st.lists(inner) | st.dictionaries(QUOTES_AND_BRACKETS, inner))
)
def test_what_is_within_the_bounds_is_read_and_nothing_beyond_them(value: Any) -> None:
    for bounds in (TIGHT, Bounds(depth=2, elements=8)):
        refused = is_too_large(json.dumps(value), bounds)
        if depth_of(value) > bounds.depth or values_in(value) > bounds.elements:
            assert refused
        elif depth_of(value) <= bounds.depth and 2 * values_in(value) <= bounds.elements:
            assert not refused


def test_a_batch_has_as_many_actions_as_allowed_and_no_more() -> None:
    def batch(count: int) -> bytes:
        return json.dumps({"replicationList": [0] * count}).encode()

    assert len(decode_replication_list(batch(3), now_ms=0, bounds=TIGHT)) == 3
    with pytest.raises(TooLargeError, match=r"^More than 3 actions in one batch$"):
        decode_replication_list(batch(4), now_ms=0, bounds=TIGHT)


def xml(children: str) -> bytes:
    return f"<instance><app>a</app>{children}</instance>".encode()


def is_xml_too_large(children: str) -> bool:
    try:
        XML.decode_instance(xml(children), now_ms=0, bounds=TIGHT)
    except TooLargeError:
        return True
    return False


def test_xml_has_levels_elements_and_attributes() -> None:
    def deep(depth: int) -> str:
        return "<x>" * (depth - 1) + "</x>" * (depth - 1)

    def wide(count: int) -> str:
        return "<x/>" * (count - 2)

    def attributes(count: int) -> str:
        return "<x " + " ".join(f'a{number}=""' for number in range(count - 3)) + "/>"

    for make, limit in ((deep, TIGHT.depth), (wide, TIGHT.elements), (attributes, TIGHT.elements)):
        assert not is_xml_too_large(make(limit))
        assert is_xml_too_large(make(limit + 1))


@pytest.mark.parametrize(
    "body", [b"<a>" * 100_000, b"<a b=''>" * 100_000, b"<a/>" * 600_000, b"<instance>" + b"<a/>" * 250_000]
)
def test_endless_xml_is_refused(body: bytes) -> None:
    with pytest.raises(TooLargeError):
        XML.decode_instance(body, now_ms=0)


def test_a_long_text_in_pieces_is_one_text() -> None:
    assert (
        XML.decode_instance(xml("<hostName>" + "h<!---->" * 10_000 + "</hostName>"), now_ms=0).host_name == "h" * 10_000
    )
