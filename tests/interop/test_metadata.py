"""Metadata of a Java client, changed by itself and by an operator, reaches the other clients."""

from __future__ import annotations

import pytest

from tests.interop.deadline import eventually
from tests.interop.eureka_rest import EurekaRest
from tests.interop.launcher import Launcher
from tests.interop.steered_client import RegistryView, SteeredClient

pytestmark = pytest.mark.interop


def test_metadata_that_a_client_changes_is_seen(kind: str, clients: Launcher, eureka: EurekaRest) -> None:
    client, other = clients.start_pair(kind, kind)
    me = client.identity
    eventually("the other sees it", other.registry, lambda held: held.status_of(me.instance_id) == "UP")

    client.set_metadata("colour", "grün")

    eventually("the other sees it", other.registry, lambda held: _entry(held, client, "colour") == "grün")
    seen = eureka.instance(me.app_name, me.instance_id)
    assert seen is not None
    assert seen["metadata"]["colour"] == "grün"
    assert seen["lastDirtyTimestamp"] == str(client.own_instance()["last_dirty_timestamp"])
    eventually("it was told by a registration", client.registrations, lambda sent: b"colour" in sent[-1].body)


def test_metadata_that_an_operator_changes_is_seen(kind: str, clients: Launcher, eureka: EurekaRest) -> None:
    client, other = clients.start_pair(kind, kind)
    me = client.identity
    eventually("the other sees it", other.registry, lambda held: held.status_of(me.instance_id) == "UP")

    assert eureka.set_metadata(me.app_name, me.instance_id, "canary", "yes & no") == 200

    for observer in (other, client):
        eventually("it is seen", observer.registry, lambda held: _entry(held, client, "canary") == "yes & no")
    beats = len(client.heartbeats())
    sent = eventually("two more heartbeats", client.heartbeats, lambda sent: len(sent) >= beats + 2)
    assert {e.status for e in sent[beats:]} == {200}  # the edit does not make the server think that it missed one


def _entry(held: RegistryView, client: SteeredClient, key: str) -> str | None:
    return held.metadata_of(client.identity.instance_id).get(key)
