"""A Java client registers, stays registered, and signs off."""

from __future__ import annotations

from typing import Any

import pytest

from tests.interop.deadline import eventually
from tests.interop.eureka_rest import DEFAULT_DATA_CENTER, EurekaRest
from tests.interop.launcher import Launcher
from tests.interop.steered_client import LEASE_DURATION_S, RENEWAL_INTERVAL_S, SteeredClient

pytestmark = pytest.mark.interop

ODD_METADATA = {"zone": "z1", "under_score": "a_b", "dotted.key-x": "<&>\"' x", "text": "äöü €"}
HEARTBEAT_BODY = {"netflix": b"{}", "spring": b""}


def test_a_client_registers_with_all_that_it_says_of_itself(kind: str, clients: Launcher, eureka: EurekaRest) -> None:
    client = clients.start(kind, metadata=ODD_METADATA)
    me = client.identity

    seen = _seen_up(client, eureka)

    expected = {
        "instanceId": me.instance_id,
        "hostName": me.host,
        "app": me.app_name,
        "ipAddr": me.ip,
        "status": "UP",
        "overriddenStatus": "UNKNOWN",
        "port": {"$": me.port, "@enabled": "true"},
        "countryId": 1,
        "dataCenterInfo": DEFAULT_DATA_CENTER,
        "vipAddress": me.app,
        "homePageUrl": f"http://{me.host}:{me.port}/",
        "isCoordinatingDiscoveryServer": "false",
        "actionType": "ADDED",
        "lastDirtyTimestamp": str(client.own_instance()["last_dirty_timestamp"]),
    }
    assert {name: seen.get(name) for name in expected} == expected
    assert seen["securePort"]["@enabled"] == "false"
    assert ODD_METADATA.items() <= seen["metadata"].items()
    lease = seen["leaseInfo"]
    assert (lease["renewalIntervalInSecs"], lease["durationInSecs"]) == (RENEWAL_INTERVAL_S, LEASE_DURATION_S)
    assert 0 < lease["registrationTimestamp"] <= lease["lastRenewalTimestamp"]
    assert lease["serviceUpTimestamp"] > 0
    assert lease["evictionTimestamp"] == 0
    assert {(e.status, e.answer_headers.get("content-length", "0")) for e in client.registrations()} == {(204, "0")}


def test_heartbeats_renew_the_lease(kind: str, clients: Launcher, eureka: EurekaRest) -> None:
    client = clients.start(kind)
    first_renewal = _seen_up(client, eureka)["leaseInfo"]["lastRenewalTimestamp"]

    beats_before = len(client.heartbeats())
    sent = eventually("three more heartbeats", client.heartbeats, lambda sent: len(sent) >= beats_before + 3)

    heartbeats = sent[beats_before:]
    assert {(e.status, e.answer_headers.get("content-length")) for e in heartbeats} == {(200, "0")}
    assert {e.body for e in heartbeats} == {HEARTBEAT_BODY[kind]}
    seen = eureka.instance(client.identity.app_name, client.identity.instance_id)
    assert seen is not None
    assert seen["leaseInfo"]["lastRenewalTimestamp"] > first_renewal


def test_a_client_that_shuts_down_is_gone(kind: str, clients: Launcher, eureka: EurekaRest) -> None:
    client, other = clients.start_pair(kind, kind)
    me = client.identity
    eventually("the other sees it", lambda: other.registry().status_of(me.instance_id), lambda status: status == "UP")

    assert client.shut_down() == 0

    assert [e.status for e in client.cancellations()] == [200]
    assert eureka.instance(me.app_name, me.instance_id) is None
    eventually("the other drops it", other.registry, lambda held: held.status_of(me.instance_id) is None)


def _seen_up(client: SteeredClient, eureka: EurekaRest) -> dict[str, Any]:
    me = client.identity
    seen = eventually(
        f"{me.instance_id} is UP at the server",
        lambda: eureka.instance(me.app_name, me.instance_id),
        lambda instance: instance is not None and instance["status"] == "UP",
    )
    assert seen is not None
    return seen
