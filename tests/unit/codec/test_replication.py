from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.codec import (
    JSON,
    BadReplicationItem,
    ReplicatedAction,
    ReplicationItem,
    ReplicationResponse,
    decode_replication_list,
    encode_response_list,
)
from eureka_py.errors import DecodeError
from eureka_py.model import InstanceStatus
from eureka_py.testing import an_instance
from tests.unit.codec.golden_bodies import golden, golden_object
from tests.unit.codec.strategies import QUICK, json_values

CANCEL = {"appName": "bat", "id": "b-1", "action": "Cancel"}


def decoded(*items: Any) -> list[ReplicationItem | BadReplicationItem]:
    return decode_replication_list(json.dumps({"replicationList": items}).encode(), now_ms=9)


def is_bad(**fields: Any) -> bool:
    before, item, after = decoded(CANCEL, CANCEL | fields, CANCEL)
    assert isinstance(before, ReplicationItem)
    assert isinstance(after, ReplicationItem)
    return isinstance(item, BadReplicationItem)


def test_batches_of_a_java_peer_are_read() -> None:
    (register,) = decode_replication_list(golden("batch-register.json"), now_ms=0)
    sent = golden_object("batch-register.json")["replicationList"][0]["instanceInfo"]
    assert register == ReplicationItem(
        action=ReplicatedAction.REGISTER,
        app_name="DEMO",
        instance_id="v",
        last_dirty_timestamp=1795249581206,
        status=InstanceStatus.UP,
        instance=JSON.decode_instance(json.dumps({"instance": sent}).encode(), now_ms=0),
    )
    assert decode_replication_list(golden("batch-statusupdate.json"), now_ms=0) == [
        ReplicationItem(
            action=ReplicatedAction.STATUS_UPDATE,
            app_name="DEMO",
            instance_id="p1:DEMO:8080",
            last_dirty_timestamp=1795249598950,
            status=InstanceStatus.OUT_OF_SERVICE,
        )
    ]
    assert decode_replication_list(golden("batch-cancel.json"), now_ms=0) == [
        ReplicationItem(action=ReplicatedAction.CANCEL, app_name="DEMO", instance_id="p1:DEMO:8080")
    ]


def test_an_empty_batch_is_good() -> None:
    assert decoded() == []
    assert encode_response_list([]) == b'{"responseList":[]}'


def test_an_item_is_read_leniently_where_that_is_harmless() -> None:
    (item,) = decoded(
        {
            "appName": "bat",
            "id": 17,
            "action": "Heartbeat",
            "lastDirtyTimestamp": "5",
            "status": "down",
            "overriddenStatus": "",
            "instanceInfo": "not looked at",
            "surprise": {},
        }
    )
    assert item == ReplicationItem(
        action=ReplicatedAction.HEARTBEAT,
        app_name="BAT",
        instance_id="17",
        last_dirty_timestamp=5,
        status=InstanceStatus.DOWN,
    )
    assert not is_bad(action="DeleteStatusOverride")
    assert not is_bad(lastDirtyTimestamp=None, status=None, overriddenStatus=None, instanceInfo=None)


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "Explode"},
        {"action": "cancel"},
        {"action": None},
        {"action": []},
        {"appName": None},
        {"appName": ""},
        {"id": None},
        {"id": ""},
        {"lastDirtyTimestamp": "soon"},
        {"lastDirtyTimestamp": 2**63},
        {"action": "StatusUpdate", "status": "BOGUS"},
        {"action": "StatusUpdate", "status": ""},
        {"action": "StatusUpdate"},
        {"action": "DeleteStatusOverride", "status": "BOGUS"},
        {"action": "Heartbeat", "overriddenStatus": "BOGUS"},
        {"action": "Register"},
        {"action": "Register", "instanceInfo": None},
        {"action": "Register", "instanceInfo": "x"},
        {"action": "Register", "instanceInfo": {}},
        {"action": "Register", "instanceInfo": {"instance": {"app": "BAT"}}},
    ],
)
def test_an_item_that_is_bad_on_its_own_spoils_no_other(fields: dict[str, Any]) -> None:
    assert is_bad(**fields)


@pytest.mark.parametrize("item", [None, 5, "x", [], {}])
def test_what_is_no_item_at_all_keeps_its_place(item: Any) -> None:
    first, second = decoded(item, CANCEL)
    assert isinstance(first, BadReplicationItem)
    assert isinstance(second, ReplicationItem)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"replicationList":null}',
        '{"replicationList":{}}',
        '{"replicationList":[{',
        "<x/>",
        "5",
    ],
)
def test_what_is_no_batch_is_refused(body: str) -> None:
    with pytest.raises(DecodeError):
        decode_replication_list(body.encode(), now_ms=0)


def test_a_registration_without_a_dirty_timestamp_is_dirty_now() -> None:
    (item,) = decoded({"appName": "A", "id": "i", "action": "Register", "instanceInfo": {"app": "a"}})
    assert isinstance(item, ReplicationItem)
    assert item.instance is not None
    assert item.instance.last_dirty_timestamp == 9


def test_a_conflict_is_answered_as_netflix_answers_it() -> None:
    recorded = golden_object("batch-conflict.json")["responseList"][0]["responseEntity"]
    held = JSON.decode_instance(json.dumps({"instance": recorded}).encode(), now_ms=0)
    assert encode_response_list([ReplicationResponse(409, held)]) == golden("batch-conflict.json")


def test_answers_stand_in_the_order_of_the_items() -> None:
    assert encode_response_list(map(ReplicationResponse, (200, 404, 400))) == (
        b'{"responseList":[{"statusCode":200},{"statusCode":404},{"statusCode":400}]}'
    )


def test_an_entity_that_cannot_be_written_is_left_out_of_its_answer() -> None:
    unwritable = replace(an_instance(), host_name="\ud800")
    assert encode_response_list([ReplicationResponse(409, unwritable)]) == b'{"responseList":[{"statusCode":409}]}'


@QUICK
@given(st.lists(json_values() | st.dictionaries(st.sampled_from([*CANCEL, "status", "instanceInfo"]), json_values())))
def test_any_list_becomes_as_many_items(items: list[Any]) -> None:
    assert len(decoded(*items)) == len(items)


@QUICK
@given(st.binary(max_size=40), st.integers(0, 800))
def test_mutated_batches_are_read_or_refused(inserted: bytes, at: int) -> None:
    body = golden("batch-register.json")
    with contextlib.suppress(DecodeError):
        decode_replication_list(body[:at] + inserted + body[at:], now_ms=0)
    with contextlib.suppress(DecodeError):
        decode_replication_list(body[:at] + inserted, now_ms=0)
