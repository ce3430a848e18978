"""A Java client whose lease is taken away finds out by its next heartbeat and registers again."""

from __future__ import annotations

import pytest

from tests.interop.deadline import eventually
from tests.interop.eureka_rest import EurekaRest
from tests.interop.launcher import Launcher

pytestmark = pytest.mark.interop


def test_a_client_without_a_lease_registers_again_after_the_404_of_its_heartbeat(
    kind: str, clients: Launcher, eureka: EurekaRest
) -> None:
    client = clients.start(kind)
    me = client.identity
    eventually("a good heartbeat", client.heartbeats, lambda sent: any(e.status == 200 for e in sent))
    beats_before, registrations_before = len(client.heartbeats()), len(client.registrations())

    assert eureka.cancel(me.app_name, me.instance_id) == 200

    eventually(
        "it is registered again",
        lambda: eureka.instance(me.app_name, me.instance_id),
        lambda instance: instance is not None and instance["status"] == "UP",
    )
    missed = [e for e in client.heartbeats()[beats_before:] if e.status == 404]
    assert missed
    assert {e.answer_headers.get("content-length") for e in missed} == {"0"}
    eventually("one more registration", client.registrations, lambda sent: len(sent) > registrations_before)
    eventually("heartbeats are good again", client.heartbeats, lambda sent: sent[-1].status == 200)
