"""The fast way says what the schema says, or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.codec import JSON
from eureka_py.codec.json_reader import parse
from eureka_py.codec.plain_instance import read_plain_instance
from eureka_py.codec.schema import JSON_INSTANCE, read_instance
from eureka_py.model import InstanceInfo
from tests.unit.codec.golden_bodies import golden, golden_object
from tests.unit.codec.strategies import INT64, QUICK, instances, json_values

_FIELDS = [*golden_object("register-full.json")["instance"], "overriddenstatus", "sid"]
_NUMBERS = ["0", "-1", "+5", "007", "9" * 9, "9" * 10, "9" * 18, "9" * 19, "1.5", "1e3", "²", "١", 8080, 0, -1]
_WORDS = ["", " ", "true", "True", "UP", "up", "UNKNOWN", "ADDED", "Amazon", "amazon", "MyOwn", True, None, [], {}]
_TYPICAL: st.SearchStrategy[Any] = st.sampled_from([*_NUMBERS, *_WORDS])
_NESTED_KEYS = st.sampled_from(
    ["$", "@enabled", "@class", "name", "metadata", "durationInSecs", "evictionTimestamp", "k"]
)


def assert_equal_or_silent(sent: dict[str, Any]) -> None:
    data = parse(json.dumps(sent).encode())
    plain = read_plain_instance(data, 5)
    assert plain is None or plain == read_instance(JSON_INSTANCE, data, 5)


@pytest.mark.parametrize("name", ["register-jersey3", "register-spring", "instance", "instance-amazon"])
def test_what_java_sends_goes_the_fast_way(name: str) -> None:
    data = parse(golden(f"{name}.json"))["instance"]
    assert read_plain_instance(data, 5) == read_instance(JSON_INSTANCE, data, 5)


@QUICK
@given(instances())
def test_every_instance_as_we_write_it_is_read_alike(instance: InstanceInfo) -> None:
    assert_equal_or_silent(json.loads(JSON.instance(instance))["instance"])


@QUICK
@given(
    st.dictionaries(st.sampled_from(_FIELDS), _TYPICAL | INT64 | json_values(), max_size=4),
    st.sets(st.sampled_from(_FIELDS)),
)
def test_odd_fields_are_read_alike(changed: dict[str, Any], dropped: set[str]) -> None:
    sent = golden_object("register-jersey3.json")["instance"] | changed
    assert_equal_or_silent({key: value for key, value in sent.items() if key not in dropped})


@QUICK
@given(
    st.sampled_from(["port", "securePort", "dataCenterInfo", "leaseInfo", "metadata"]),
    st.dictionaries(_NESTED_KEYS, _TYPICAL | json_values(), max_size=3),
    st.booleans(),
)
def test_odd_nested_values_are_read_alike(field: str, changed: dict[str, Any], keep: bool) -> None:
    sent = golden_object("instance-amazon.json")["instance"]
    sent[field] = sent[field] | changed if keep else changed
    assert_equal_or_silent(sent)


@pytest.mark.parametrize("data", [None, "x", [], {}, {"app": None}, {"app": "A", "port": "8080"}])
def test_what_is_unusual_is_left_to_the_schema(data: Any) -> None:
    assert read_plain_instance(data, 5) is None
