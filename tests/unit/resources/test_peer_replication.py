from __future__ import annotations

import json
from typing import Any

import pytest

from eureka_py.model import DEFAULT_SCOPE, DataCenterInfo, InstanceKey, InstanceStatus
from tests.unit.resources.face import AS_JSON, ORDERS_1, Face, a_batch, a_body

DIRTY = 1_700_000_000_000


def an_item(action: str, **fields: Any) -> dict[str, Any]:
    item = {"appName": "ORDERS", "id": "i-1", "action": action, **fields}
    return {name: value for name, value in item.items() if value is not None}


def a_register(app_name: str = "ORDERS", instance_id: str = "i-1", **fields: Any) -> dict[str, Any]:
    instance = json.loads(a_body(app_name, instance_id, **fields))["instance"]
    return an_item("Register", appName=app_name, id=instance_id, instanceInfo=instance)


def sent(face: Face, *items: Any) -> list[dict[str, Any]]:
    answer = face.ask("POST", "/peerreplication/batch/", headers=AS_JSON, body=a_batch(*items))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    responses: list[dict[str, Any]] = answer.json["responseList"]
    return responses


def statuses(face: Face, *items: Any) -> list[int]:
    return [response["statusCode"] for response in sent(face, *items)]


def test_items_are_carried_out_in_their_order(face: Face) -> None:
    assert statuses(
        face,
        an_item("Heartbeat"),
        a_register(),
        an_item("Heartbeat", lastDirtyTimestamp=DIRTY),
        an_item("StatusUpdate", status="OUT_OF_SERVICE"),
        an_item("DeleteStatusOverride", status="UP"),
        an_item("Cancel"),
        an_item("Cancel"),
    ) == [404, 200, 200, 200, 200, 200, 404]
    assert face.registry.view().applications == {}


@pytest.mark.parametrize(
    "bad",
    [
        None,
        7,
        "Register",
        [],
        {},
        an_item("Register"),
        an_item("Explode"),
        an_item("register"),
        an_item("Heartbeat", id=""),
        an_item("Heartbeat", appName=None),
        an_item("Heartbeat", lastDirtyTimestamp="x"),
        an_item("Heartbeat", lastDirtyTimestamp=2**63),
        an_item("Heartbeat", overriddenStatus="NONSENSE"),
        an_item("StatusUpdate"),
        an_item("StatusUpdate", status="NONSENSE"),
        an_item("DeleteStatusOverride", status="NONSENSE"),
        an_item("Register", instanceInfo={"instance": {}}),
        an_item("Register", instanceInfo=7),
        a_register(ipAddr=None),
        a_register(dataCenterInfo=None),
        {**a_register("BILLING"), "appName": "ORDERS"},
    ],
)
def test_a_bad_item_fails_alone(bad: Any, face: Face) -> None:
    assert statuses(face, a_register("A", "i-a"), bad, a_register("B", "i-b")) == [200, 400, 200]
    assert sorted(face.registry.view().applications) == ["A", "B"]


def test_an_empty_batch_is_one(face: Face) -> None:
    assert sent(face) == []


def test_what_does_not_exist_is_404_item_by_item(face: Face) -> None:
    actions = ("Heartbeat", "Cancel", "DeleteStatusOverride")
    update = an_item("StatusUpdate", status="UP")
    assert statuses(face, *map(an_item, actions), update) == [404, 404, 404, 404]
    assert face.version == 0


def test_a_peer_that_is_behind_is_told_what_is_held(face: Face) -> None:
    face.register(last_dirty_timestamp=DIRTY)
    (response,) = sent(face, an_item("Heartbeat", lastDirtyTimestamp=DIRTY - 1))
    assert response["statusCode"] == 409
    assert response["responseEntity"]["instanceId"] == "i-1"
    assert response["responseEntity"]["lastDirtyTimestamp"] == str(DIRTY)


def test_a_peer_that_is_ahead_is_asked_to_register_and_its_override_kept(face: Face) -> None:
    face.register(last_dirty_timestamp=DIRTY)
    ahead = an_item("Heartbeat", lastDirtyTimestamp=DIRTY + 1, overriddenStatus="OUT_OF_SERVICE")
    assert sent(face, ahead) == [{"statusCode": 404}]
    assert face.registry.overrides() == {ORDERS_1: InstanceStatus.OUT_OF_SERVICE}


@pytest.mark.parametrize(("named", "left"), [(None, InstanceStatus.UNKNOWN), ("STARTING", InstanceStatus.STARTING)])
def test_an_override_that_ends_leaves_the_status_that_is_named(named: str, left: InstanceStatus, face: Face) -> None:
    face.register()
    end = an_item("DeleteStatusOverride", status=named)
    assert statuses(face, an_item("StatusUpdate", status="DOWN"), end) == [200, 200]
    instance = face.registry.instance(ORDERS_1)
    assert instance is not None
    assert instance.status is left


def test_a_registration_goes_by_the_id_of_its_instance(face: Face) -> None:
    """As at Netflix, where the item's own id only names the task."""
    assert statuses(face, {**a_register(), "id": "another"}) == [200]
    assert face.registry.instance(ORDERS_1) is not None
    assert face.registry.instance(InstanceKey(DEFAULT_SCOPE, "ORDERS", "another")) is None


def test_amazon_is_told_the_id_that_the_instance_goes_by(face: Face) -> None:
    statuses(face, a_register(dataCenterInfo={"name": "Amazon"}))
    instance = face.registry.instance(ORDERS_1)
    assert instance is not None
    assert instance.data_center_info == DataCenterInfo(name="Amazon", metadata={"instance-id": "i-1"})


def test_a_replicated_status_wins_over_the_one_held(face: Face) -> None:
    """From a client it would not: LeaseExistsRule."""
    face.register(status=InstanceStatus.OUT_OF_SERVICE)
    statuses(face, a_register(status="UP", lastDirtyTimestamp=str(DIRTY + 1)))
    instance = face.registry.instance(ORDERS_1)
    assert instance is not None
    assert instance.status is InstanceStatus.UP


def test_nothing_of_a_batch_is_told_to_other_peers(face: Face) -> None:
    statuses(
        face,
        a_register(),
        an_item("Heartbeat"),
        an_item("StatusUpdate", status="DOWN"),
        an_item("DeleteStatusOverride"),
        an_item("Cancel"),
    )
    assert face.replicator.told == []
