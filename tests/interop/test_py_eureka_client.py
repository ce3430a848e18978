"""py_eureka_client: reads XML only, fetches changes with every heartbeat, and registers again after any HTTP error."""

from __future__ import annotations

from typing import Any

import pytest

from tests.interop import left_out
from tests.interop.deadline import eventually
from tests.interop.eureka_rest import EurekaRest
from tests.interop.launcher import PYTHON, Launcher
from tests.interop.steered_client import LEASE_DURATION_S, RENEWAL_INTERVAL_S, SteeredClient

Neighbour = tuple[str, str]

pytestmark = [pytest.mark.interop, pytest.mark.usefixtures("installed")]


@pytest.fixture
def installed() -> None:
    reason = left_out.py_eureka_client()
    if reason:
        pytest.skip(reason)


def test_it_registers_with_all_that_it_says_of_itself(clients: Launcher, eureka: EurekaRest) -> None:
    client = clients.start(PYTHON, metadata={"under_score": "a_b", "dotted.key-x": "<äöü> & €"})
    me = client.identity

    seen = _at_the_server(client, eureka)

    expected = {
        "hostName": me.host,
        "app": me.app_name,
        "ipAddr": me.ip,
        "status": "UP",
        "port": {"$": me.port, "@enabled": "true"},
        "securePort": {"$": 9443, "@enabled": "false"},
        "vipAddress": me.app,
        "homePageUrl": f"http://{me.host}:{me.port}/",
        "lastDirtyTimestamp": str(client.own_instance()["last_dirty_timestamp"]),
    }
    assert {name: seen[name] for name in expected} == expected
    assert {"under_score": "a_b", "dotted.key-x": "<äöü> & €"}.items() <= seen["metadata"].items()
    lease = seen["leaseInfo"]
    assert (lease["renewalIntervalInSecs"], lease["durationInSecs"]) == (RENEWAL_INTERVAL_S, LEASE_DURATION_S)
    assert [e.status for e in client.registrations()] == [204]


def test_it_reads_metadata_from_xml_with_doubled_underscores(clients: Launcher) -> None:
    client = clients.start(PYTHON, metadata={"under_score": "a_b", "dotted.key-x": "<äöü> & €"})

    held = client.registry().metadata_of(client.identity.instance_id)

    # Eureka's XML writes an underscore in a name as two, and this client does not undo that.
    assert {"under__score": "a_b", "dotted.key-x": "<äöü> & €"}.items() <= held.items()


def test_it_stays_registered_by_heartbeats(clients: Launcher, eureka: EurekaRest) -> None:
    client = clients.start(PYTHON)
    first_renewal = _at_the_server(client, eureka)["leaseInfo"]["lastRenewalTimestamp"]

    heartbeats = eventually("three heartbeats", client.heartbeats, lambda sent: len(sent) >= 3)

    assert {e.status for e in heartbeats} == {200}
    assert _at_the_server(client, eureka)["leaseInfo"]["lastRenewalTimestamp"] > first_renewal
    assert len(client.registrations()) == 1


def test_it_discovers_another_application(clients: Launcher, neighbour: Neighbour) -> None:
    client = clients.start(PYTHON)

    assert client.discover(neighbour[0]) == [{"host": "plain.example.org", "port": 8080}]

    held = client.registry().instances[neighbour[1]]
    assert (held["app"], held["ip"], held["port"], held["port_enabled"]) == (neighbour[0], "10.9.9.9", 8080, True)
    assert (held["renewal_interval"], held["duration"], held["data_center"]) == (30, 600, "MyOwn")
    [full] = client.full_fetches()
    assert full.headers.get("accept", "*/*") == "*/*"
    assert full.answer_headers["content-type"].startswith("application/xml")


def test_it_takes_changes_by_delta(clients: Launcher, eureka: EurekaRest, neighbour: Neighbour) -> None:
    client = clients.start(PYTHON)
    app, instance_id = neighbour
    second = f"{instance_id}:second"

    _agreed(client, eureka, instance_id, "UP")
    eureka.register(app, second)  # of a known application: to a new one it always answers with a full fetch
    _agreed(client, eureka, second, "UP")
    assert eureka.set_status(app, second, "OUT_OF_SERVICE") == 200
    _agreed(client, eureka, second, "OUT_OF_SERVICE")
    assert eureka.cancel(app, second) == 200
    _agreed(client, eureka, second, None)

    assert [e.status for e in client.full_fetches()] == [200]
    deltas = client.delta_fetches()
    assert len(deltas) >= 3
    assert {e.status for e in deltas} == {200}


def test_two_of_it_find_each_other(clients: Launcher, neighbour: Neighbour) -> None:
    one, two = clients.start_pair(PYTHON, PYTHON)

    _finds(one, two)
    _finds(two, one)


def test_it_registers_again_when_its_lease_was_taken_away(clients: Launcher, eureka: EurekaRest) -> None:
    client = clients.start(PYTHON)
    me = client.identity
    assert eureka.cancel(me.app_name, me.instance_id) == 200

    _at_the_server(client, eureka)

    eventually("a second registration", client.registrations, lambda sent: [e.status for e in sent] == [204, 204])
    assert 404 in [e.status for e in client.heartbeats()]


def test_it_signs_off_when_it_stops(clients: Launcher, eureka: EurekaRest) -> None:
    client = clients.start(PYTHON, renewal_interval_s=30)  # no heartbeat may get between DELETE and the end
    me = client.identity
    assert _at_the_server(client, eureka)["status"] == "UP"

    assert client.shut_down() == 0

    assert [e.status for e in client.cancellations()] == [200]
    assert eureka.instance(me.app_name, me.instance_id) is None


def _finds(seeker: SteeredClient, sought: SteeredClient) -> None:
    them = sought.identity
    eventually(f"{them.app} is seen", seeker.registry, lambda held: held.status_of(them.instance_id) == "UP")
    assert seeker.discover(them.app) == [{"host": them.host, "port": them.port}]


def _at_the_server(client: SteeredClient, eureka: EurekaRest) -> dict[str, Any]:
    me = client.identity
    seen = eventually(f"{me.app} is registered", lambda: eureka.instance(me.app_name, me.instance_id))
    assert seen is not None
    return seen


def _agreed(client: SteeredClient, eureka: EurekaRest, instance_id: str, status: str | None) -> None:
    eventually(
        f"it holds {instance_id} as {status}, with the hash of the server",
        lambda: (client.registry(), eureka.apps_hash()),
        lambda seen: seen[0].status_of(instance_id) == status and seen[0].hash == seen[1],
    )
