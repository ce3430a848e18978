"""An operator takes a Java client out of service and back; the client itself goes down and up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.interop.deadline import eventually
from tests.interop.eureka_rest import EurekaRest
from tests.interop.launcher import Launcher
from tests.interop.steered_client import SteeredClient

pytestmark = pytest.mark.interop


def test_an_override_takes_a_client_out_of_service_and_back(kind: str, clients: Launcher, eureka: EurekaRest) -> None:
    client, other = clients.start_pair(kind, kind)
    me = client.identity
    eventually("the other sees it", _seen_by(other, client), lambda status: status == "UP")
    beats_before = len(client.heartbeats())

    assert eureka.set_status(me.app_name, me.instance_id, "OUT_OF_SERVICE") == 200
    eventually("out of service", _seen_by(other, client), lambda status: status == "OUT_OF_SERVICE")
    eventually("nobody is sent there", lambda: other.discover(me.app), lambda found: found == [])
    _beats_on(client)  # which says status=UP, and must not end the override
    assert _seen_by(other, client)() == "OUT_OF_SERVICE"

    assert eureka.delete_status(me.app_name, me.instance_id, "UP") == 200
    eventually("back in service", _seen_by(other, client), lambda status: status == "UP")
    eventually("calls go there again", lambda: other.discover(me.app), lambda found: len(found) == 1)
    assert {e.status for e in client.heartbeats()[beats_before:]} == {200}


def test_an_override_that_ends_without_a_status_brings_the_client_to_register_again(
    kind: str, clients: Launcher, eureka: EurekaRest
) -> None:
    client, other = clients.start_pair(kind, kind)
    me = client.identity
    eventually("the other sees it", _seen_by(other, client), lambda status: status == "UP")
    assert eureka.set_status(me.app_name, me.instance_id, "OUT_OF_SERVICE") == 200
    eventually("out of service", _seen_by(other, client), lambda status: status == "OUT_OF_SERVICE")
    beats_before, registrations_before = len(client.heartbeats()), len(client.registrations())

    assert eureka.delete_status(me.app_name, me.instance_id) == 200

    eventually("back in service", _seen_by(other, client), lambda status: status == "UP")
    eventually("one more registration", client.registrations, lambda sent: len(sent) > registrations_before)
    assert 404 in [e.status for e in client.heartbeats()[beats_before:]]


def test_a_client_that_reports_itself_down_is_seen_down(kind: str, clients: Launcher, eureka: EurekaRest) -> None:
    client, other = clients.start_pair(kind, kind)
    me = client.identity
    eventually("the other sees it", _seen_by(other, client), lambda status: status == "UP")

    client.set_status("DOWN")
    eventually("down", _seen_by(other, client), lambda status: status == "DOWN")
    client.set_status("UP")
    eventually("up again", _seen_by(other, client), lambda status: status == "UP")

    assert {e.status for e in client.registrations()} == {204}
    seen = eureka.instance(me.app_name, me.instance_id)
    assert seen is not None
    assert seen["status"] == "UP"


def _seen_by(other: SteeredClient, client: SteeredClient) -> Callable[[], str | None]:
    return lambda: other.registry().status_of(client.identity.instance_id)


def _beats_on(client: SteeredClient) -> None:
    before = len(client.heartbeats())
    eventually("two more heartbeats", client.heartbeats, lambda sent: len(sent) >= before + 2)
