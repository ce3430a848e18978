"""What a client says of itself in headers makes it no peer, and no neighbour."""

from __future__ import annotations

import json

import pytest

from tests.integration.access.guarded_node import (
    CLAIM,
    ELSEWHERE,
    LOOPBACK,
    PEERS_ADDRESS,
    PROXYS_ADDRESS,
    GuardedNode,
)

I_1 = "/eureka/apps/ORDERS/i-1"
BATCH = "/eureka/peerreplication/batch"
A_CANCEL = json.dumps({"replicationList": [{"appName": "ORDERS", "id": "i-1", "action": "Cancel"}]})
SPOOFS = [
    {header: template.format(address)}
    for address in (PEERS_ADDRESS, LOOPBACK, "::1", "localhost")
    for header, template in (
        ("X-Forwarded-For", "{}"),
        ("X-Forwarded-For", "{0}, {0}"),
        ("Forwarded", "for={}"),
        ("X-Real-IP", "{}"),
        ("X-Client-IP", "{}"),
        ("True-Client-IP", "{}"),
    )
]


@pytest.mark.parametrize("value", ["true", "TRUE", "1", "yes"])
def test_the_replication_header_of_a_client_changes_nothing(value: str) -> None:
    node = GuardedNode(is_secured=False)
    assert node.ask("DELETE", I_1, headers={"x-netflix-discovery-replication": value}).status_code == 200
    assert node.replicator.verbs == ["cancel"]


@pytest.mark.parametrize("spoof", SPOOFS, ids=str)
def test_a_client_that_says_it_is_elsewhere_is_still_a_client(spoof: dict[str, str]) -> None:
    node = GuardedNode(is_secured=False)
    answer = node.ask("POST", BATCH, headers={**spoof, "Content-Type": "application/json"}, body=A_CANCEL)
    assert answer.status_code == 403
    assert answer.headers["x-eureka-refusal"].startswith("Only a peer may replicate")
    assert node.held() is not None
    assert node.ask("DELETE", I_1, headers={**spoof, **CLAIM}).status_code == 200
    assert node.replicator.verbs == ["cancel"]


@pytest.mark.parametrize("spoof", SPOOFS, ids=str)
def test_no_address_stands_in_for_credentials(spoof: dict[str, str]) -> None:
    node = GuardedNode(is_secured=True)
    for address in (ELSEWHERE, LOOPBACK, PEERS_ADDRESS, PROXYS_ADDRESS):
        assert node.ask("DELETE", I_1, address=address, headers={**spoof, **CLAIM}).status_code == 401
    assert node.held() is not None


@pytest.mark.parametrize("through", [LOOPBACK, PEERS_ADDRESS])
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_who_passes_requests_on_unnamed_is_not_this_machine(through: str, header: str) -> None:
    """A proxy beside the node passes on whatever comes: its own address says nothing of who asks."""
    node = GuardedNode(is_secured=False)
    node.ask("DELETE", I_1, address=through, headers={header: f"for={ELSEWHERE}", **CLAIM})
    assert node.replicator.verbs == (["cancel"] if through == LOOPBACK else [])


@pytest.mark.parametrize(
    ("forwarded", "is_peer"),
    [
        (PEERS_ADDRESS, True),
        (f"{ELSEWHERE}, {PEERS_ADDRESS}", True),
        (f"{PEERS_ADDRESS}, {ELSEWHERE}", False),
        (f"{PEERS_ADDRESS}, {ELSEWHERE}, {PROXYS_ADDRESS}", False),
        (LOOPBACK, False),
        ("", False),
        ("unknown", False),
    ],
)
def test_a_trusted_proxy_is_believed_whom_it_saw_and_no_further(forwarded: str, is_peer: bool) -> None:
    node = GuardedNode(is_secured=False)
    headers = {"X-Forwarded-For": forwarded, **CLAIM}
    assert node.ask("DELETE", I_1, address=PROXYS_ADDRESS, headers=headers).status_code == 200
    assert node.replicator.verbs == ([] if is_peer else ["cancel"])
