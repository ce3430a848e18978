"""What a client does is told to the peers, what a peer does is not: the header decides, and only by `true`."""

from __future__ import annotations

import pytest

from eureka_py.model import DataCenterInfo, InstanceStatus
from tests.unit.resources.face import AS_JSON, ORDERS_1, Face, a_body

HEADER = "x-netflix-discovery-replication"
AS_PEER = {HEADER: "true"}
NOT_TRUE = ["TRUE", "True", "false", "1", "", "true,true"]
VERBS = [
    ("POST", "/apps/ORDERS", "", "register"),
    ("PUT", "/apps/ORDERS/i-1", "", "renew"),
    ("PUT", "/apps/ORDERS/i-1/status", "value=DOWN", "update_status"),
    ("DELETE", "/apps/ORDERS/i-1/status", "value=UP", "delete_status_override"),
    ("DELETE", "/apps/ORDERS/i-1", "", "cancel"),
]


def done(face: Face, method: str, path: str, query: str, headers: dict[str, str]) -> list[str]:
    """Do something to a registered instance, and return what the peers were told."""
    face.register()
    answer = face.ask(method, path, query, headers={**AS_JSON, **headers}, body=a_body() if method == "POST" else None)
    assert answer.status_code in (200, 204)
    return face.replicator.verbs


@pytest.mark.parametrize(("method", "path", "query", "verb"), VERBS)
def test_what_a_client_does_is_told(method: str, path: str, query: str, verb: str, face: Face) -> None:
    assert done(face, method, path, query, {}) == [verb]
    assert face.replicator.told[0].key == ORDERS_1


@pytest.mark.parametrize(("method", "path", "query", "verb"), VERBS)
def test_what_a_peer_does_is_not_told_again(method: str, path: str, query: str, verb: str, face: Face) -> None:
    before = face.version
    assert done(face, method, path, query, AS_PEER) == []
    assert face.version > before


@pytest.mark.parametrize(("method", "path", "query", "verb"), VERBS)
@pytest.mark.parametrize("value", NOT_TRUE)
def test_other_values_of_the_header_are_a_clients(
    value: str, method: str, path: str, query: str, verb: str, face: Face
) -> None:
    assert done(face, method, path, query, {HEADER: value}) == [verb]


def test_metadata_is_told_as_a_registration_whoever_sends_it(face: Face) -> None:
    """Netflix looks at no header there."""
    assert done(face, "PUT", "/apps/ORDERS/i-1/metadata", "zone=z9", AS_PEER) == ["register"]
    told = face.replicator.told[0].instance
    assert told is not None
    assert told.metadata["zone"] == "z9"


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("PUT", "/apps/ORDERS/unknown", ""),
        ("DELETE", "/apps/ORDERS/unknown", ""),
        ("PUT", "/apps/ORDERS/unknown/status", "value=UP"),
        ("DELETE", "/apps/ORDERS/unknown/status", ""),
        ("PUT", "/apps/ORDERS/unknown/metadata", "k=v"),
        ("PUT", "/apps/ORDERS/i-1", "lastDirtyTimestamp=9000000000000"),
        ("PUT", "/apps/ORDERS/i-1", "lastDirtyTimestamp=x"),
        ("PUT", "/apps/ORDERS/i-1/status", "value=NONSENSE"),
        ("GET", "/apps/ORDERS/i-1", ""),
        ("OPTIONS", "/apps/ORDERS/i-1", ""),
    ],
)
def test_what_fails_or_only_reads_is_not_told(method: str, path: str, query: str, face: Face) -> None:
    """A heartbeat that its client answers with a registration would reach the peers twice."""
    face.register()
    face.ask(method, path, query)
    assert face.replicator.told == []


@pytest.mark.parametrize("body", ["{", a_body("BILLING"), a_body(ipAddr=None)])
def test_a_refused_registration_is_not_told(body: str, face: Face) -> None:
    assert face.ask("POST", "/apps/ORDERS", headers=AS_JSON, body=body).status_code == 400
    assert face.replicator.told == []


def test_a_heartbeat_of_a_client_that_is_behind_is_told(face: Face) -> None:
    face.register()
    assert face.ask("PUT", "/apps/ORDERS/i-1", "lastDirtyTimestamp=1").status_code == 200
    assert face.replicator.verbs == ["renew"]


def test_peers_are_told_of_the_status_that_was_asked_for(face: Face) -> None:
    face.register()
    face.ask("PUT", "/apps/ORDERS/i-1/status", "value=out_of_service")
    face.ask("DELETE", "/apps/ORDERS/i-1/status")
    assert [message.status for message in face.replicator.told] == [
        InstanceStatus.OUT_OF_SERVICE,
        InstanceStatus.UNKNOWN,
    ]


def test_peers_are_told_of_a_registration_as_it_was_stored(face: Face) -> None:
    face.register(status=InstanceStatus.OUT_OF_SERVICE)
    amazon = {"name": "Amazon", "metadata": {}}
    face.ask("POST", "/apps/ORDERS", headers=AS_JSON, body=a_body(status="UP", dataCenterInfo=amazon))
    told = face.replicator.told[0].instance
    assert told is not None
    assert told.status is InstanceStatus.OUT_OF_SERVICE, "the lease decides, not the client"
    assert told.data_center_info == DataCenterInfo(name="Amazon", metadata={"instance-id": "i-1"})


def test_a_conflict_is_told_to_the_peer_that_is_behind_and_to_no_one_else(face: Face) -> None:
    instance = face.register()
    answer = face.ask(
        "PUT", "/apps/ORDERS/i-1", "lastDirtyTimestamp=1", headers={**AS_PEER, "Accept": "application/json"}
    )
    assert answer.status_code == 409
    assert answer.json["instance"]["lastDirtyTimestamp"] == str(instance.last_dirty_timestamp)
    assert face.replicator.told == []
