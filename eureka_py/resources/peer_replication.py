"""What peers tell in batches, at `/peerreplication/batch`."""

from __future__ import annotations

from collections.abc import Callable

import falcon

from eureka_py.clock import Clock
from eureka_py.codec import (
    JSON,
    BadReplicationItem,
    ReplicatedAction,
    ReplicationItem,
    ReplicationResponse,
    decode_replication_list,
    encode_response_list,
)
from eureka_py.lease.registration import RegisterKind
from eureka_py.lease.renewal import RenewClaim, RenewKind
from eureka_py.model import InstanceKey, InstanceStatus
from eureka_py.registry.interface import InstanceRegistry
from eureka_py.resources.answers import answer_bytes
from eureka_py.resources.body import BodyReader
from eureka_py.resources.registration import STATUS_OF, Registrar
from eureka_py.resources.request import key_of

DONE = ReplicationResponse(200)
BAD = ReplicationResponse(400)
UNKNOWN = ReplicationResponse(404)


class PeerReplicationResource:
    """Carries out each item by itself, in order, as replication. Source: Netflix PeerReplicationResource."""

    def __init__(self, registry: InstanceRegistry, registrar: Registrar, bodies: BodyReader, *, clock: Clock) -> None:
        self._registry = registry
        self._registrar = registrar
        self._bodies = bodies
        self._clock = clock
        self._carry_out: dict[ReplicatedAction, Callable[[InstanceKey, ReplicationItem], ReplicationResponse]] = {
            ReplicatedAction.REGISTER: self._register,
            ReplicatedAction.HEARTBEAT: self._renew,
            ReplicatedAction.CANCEL: self._cancel,
            ReplicatedAction.STATUS_UPDATE: self._update_status,
            ReplicatedAction.DELETE_STATUS_OVERRIDE: self._delete_status_override,
        }

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Return a status for each item, in their order: 200; 400 for what is no batch, 413 for too large a one."""
        body = self._bodies.read(req)
        if body.codec is not JSON:
            raise falcon.HTTPUnsupportedMediaType
        now_ms = self._clock.wall_ms()
        items = decode_replication_list(body.data, now_ms=now_ms, charset=body.charset, bounds=body.bounds)
        responses = [self._response(item) for item in items]
        answer_bytes(req, resp, JSON.content_type, encode_response_list(responses))

    def _response(self, item: ReplicationItem | BadReplicationItem) -> ReplicationResponse:
        if isinstance(item, BadReplicationItem):
            return BAD
        return self._carry_out[item.action](key_of(item.app_name, item.instance_id), item)

    def _register(self, key: InstanceKey, item: ReplicationItem) -> ReplicationResponse:
        if item.instance is None:
            return BAD
        outcome = self._registrar.register(item.instance, key.app_name, is_replication=True)
        return DONE if outcome.kind is RegisterKind.REGISTERED else ReplicationResponse(STATUS_OF[outcome.kind])

    def _renew(self, key: InstanceKey, item: ReplicationItem) -> ReplicationResponse:
        claim = RenewClaim(item.last_dirty_timestamp, item.overridden_status)
        outcome = self._registry.renew(key, claim, is_replication=True)
        if outcome.kind is RenewKind.CONFLICT:
            return ReplicationResponse(409, outcome.holder)
        return DONE if outcome.kind is RenewKind.RENEWED else UNKNOWN

    def _cancel(self, key: InstanceKey, item: ReplicationItem) -> ReplicationResponse:
        return DONE if self._registry.cancel(key, is_replication=True) else UNKNOWN

    def _update_status(self, key: InstanceKey, item: ReplicationItem) -> ReplicationResponse:
        if item.status is None:
            return BAD
        updated = self._registry.update_status(
            key, item.status, last_dirty_timestamp=item.last_dirty_timestamp, is_replication=True
        )
        return DONE if updated else UNKNOWN

    def _delete_status_override(self, key: InstanceKey, item: ReplicationItem) -> ReplicationResponse:
        deleted = self._registry.delete_status_override(
            key,
            item.status or InstanceStatus.UNKNOWN,
            last_dirty_timestamp=item.last_dirty_timestamp,
            is_replication=True,
        )
        return DONE if deleted else UNKNOWN
