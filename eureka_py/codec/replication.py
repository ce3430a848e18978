"""Batches of actions between peers, JSON only. Source: Netflix ReplicationList, ReplicationInstance(Response)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from eureka_py.codec import json_reader
from eureka_py.codec.bounds import DEFAULT_BOUNDS, Bounds
from eureka_py.codec.compression import TooLargeError
from eureka_py.codec.json import encodable_fields
from eureka_py.codec.plain_instance import read_json_instance
from eureka_py.codec.schema import REPLICATION_ITEM, ReplicatedAction, load
from eureka_py.errors import DecodeError
from eureka_py.model import InstanceInfo, InstanceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicationItem:
    """One action of a peer. A Register always has its `instance`, a StatusUpdate its `status`."""

    action: ReplicatedAction
    app_name: str
    instance_id: str
    last_dirty_timestamp: int | None = None
    status: InstanceStatus | None = None
    overridden_status: InstanceStatus | None = None
    instance: InstanceInfo | None = None


@dataclass(frozen=True, slots=True)
class BadReplicationItem:
    """An item that cannot be carried out. It keeps its place: answers are matched to items by position."""

    reason: str


@dataclass(frozen=True, slots=True)
class ReplicationResponse:
    """What came of one item: an HTTP status, and for a 409 the instance that this node holds."""

    status_code: int
    entity: InstanceInfo | None = None


def decode_replication_list(
    body: bytes, *, now_ms: int, charset: str | None = None, bounds: Bounds = DEFAULT_BOUNDS
) -> list[ReplicationItem | BadReplicationItem]:
    """Read `{"replicationList":[...]}`, each item on its own, so that a bad one does not spoil the others.

    Raises: DecodeError if there is no such list; TooLargeError.
    """
    document = json_reader.parse(body, charset, bounds)
    items = document.get("replicationList") if isinstance(document, dict) else None
    if not isinstance(items, list):
        raise DecodeError('no object with the list "replicationList"')
    if len(items) > bounds.batch_items:
        raise TooLargeError(f"More than {bounds.batch_items} actions in one batch")
    return [_item(item, now_ms) for item in items]


def encode_response_list(responses: Iterable[ReplicationResponse]) -> bytes:
    """Return `{"responseList":[...]}`; entities are not wrapped, and left out if they cannot be encoded."""
    return orjson.dumps({"responseList": [_response_fields(response) for response in responses]})


def _item(data: Any, now_ms: int) -> ReplicationItem | BadReplicationItem:
    if not isinstance(data, dict):
        return BadReplicationItem("not an object")
    try:
        fields = load(REPLICATION_ITEM, data)
        sent = fields.pop("instance", None)
        if fields["action"] is not ReplicatedAction.REGISTER:
            return ReplicationItem(**fields)  # no other action uses an instance, so it need not be readable
        return ReplicationItem(**fields, instance=read_json_instance(sent, now_ms))
    except DecodeError as ex:
        return BadReplicationItem(ex.reason)


def _response_fields(response: ReplicationResponse) -> dict[str, Any]:
    fields: dict[str, Any] = {"statusCode": response.status_code}
    if response.entity is not None:
        for entity in encodable_fields((response.entity,), compact=False):
            fields["responseEntity"] = entity
    return fields
