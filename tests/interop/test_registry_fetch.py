"""A Java client fetches everything once, then only changes, and its own hash over the result is the server's."""

from __future__ import annotations

import secrets

import pytest

from tests.interop.deadline import eventually
from tests.interop.eureka_rest import EurekaRest
from tests.interop.launcher import Launcher
from tests.interop.steered_client import RegistryView, SteeredClient

pytestmark = pytest.mark.interop

Neighbour = tuple[str, str]


def test_the_first_fetch_brings_every_instance_with_its_fields(
    kind: str, clients: Launcher, neighbour: Neighbour
) -> None:
    app, instance_id = neighbour

    held = clients.start(kind).registry().instances[instance_id]

    expected = {
        "app": app,
        "host": "plain.example.org",
        "ip": "10.9.9.9",
        "port": 8080,
        "port_enabled": True,
        "secure_port_enabled": False,
        "vip": app.lower(),
        "status": "UP",
        "overridden_status": "UNKNOWN",
        "metadata": {"kind": "neighbour"},
        "renewal_interval": 30,
        "duration": 600,
        "data_center": "MyOwn",
    }
    assert {name: held[name] for name in expected} == expected


def test_changes_come_by_delta_and_both_hashes_agree_after_each(
    kind: str, clients: Launcher, eureka: EurekaRest, neighbour: Neighbour
) -> None:
    client = clients.start(kind)
    late_app = f"LATE-{secrets.token_hex(3)}".upper()
    late = f"{late_app}:1"

    _agreed(client, eureka, client.identity.instance_id, "UP")
    eureka.register(late_app, late)
    _agreed(client, eureka, late, "UP")
    eureka.register(neighbour[0], f"{late}:second-of-a-known-app")
    _agreed(client, eureka, f"{late}:second-of-a-known-app", "UP")
    assert eureka.set_status(late_app, late, "OUT_OF_SERVICE") == 200
    _agreed(client, eureka, late, "OUT_OF_SERVICE")
    assert eureka.cancel(neighbour[0], f"{late}:second-of-a-known-app") == 200
    _agreed(client, eureka, f"{late}:second-of-a-known-app", None)
    assert eureka.cancel(late_app, late) == 200
    _agreed(client, eureka, late, None)

    # One full fetch, at the start: a hash that did not agree would have led to another.
    assert [e.status for e in client.full_fetches()] == [200]
    deltas = client.delta_fetches()
    assert len(deltas) >= 5
    assert {e.status for e in deltas} == {200}


def test_spring_fetches_gzipped_and_netflix_plain(kind: str, clients: Launcher, neighbour: Neighbour) -> None:
    client = clients.start(kind)

    deltas = eventually("a delta", client.delta_fetches)

    expected = {"netflix": None, "spring": "gzip"}[kind]
    for exchange in client.full_fetches() + deltas:
        assert exchange.answer_headers.get("content-encoding") == expected
        assert exchange.answer_headers["content-type"].startswith("application/json")


def _agreed(client: SteeredClient, eureka: EurekaRest, instance_id: str, status: str | None) -> None:
    def both() -> tuple[RegistryView, str]:
        return client.registry(), eureka.apps_hash()

    eventually(
        f"the client holds {instance_id} as {status}, with the hash of the server",
        both,
        lambda seen: seen[0].status_of(instance_id) == status and seen[0].hash == seen[1],
    )
