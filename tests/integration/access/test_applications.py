"""A principal acts for the applications that its patterns name, and for no other."""

from __future__ import annotations

import pytest

from eureka_py.testing import an_instance
from tests.integration.access.guarded_node import ELSEWHERE, PEERS_ADDRESS, GuardedNode
from tests.integration.eureka.eureka_node import a_registration

FOR_ORDERS = {"Test-Roles": "register admin", "Test-Apps": "ORDERS ORDERS-*", "Content-Type": "application/json"}


@pytest.fixture
def node() -> GuardedNode:
    node = GuardedNode(is_secured=True)
    for app_name in ("PAYMENTS", "ORDERS-EU"):
        node.registry.register(an_instance(app_name), is_replication=True)
    return node


def acts_on(app_name: str) -> list[tuple[str, str, str | None]]:
    """Return every request that names an application and changes something."""
    path = f"/eureka/apps/{app_name}"
    return [
        ("POST", path, a_registration(app_name.upper())),
        ("PUT", f"{path}/i-1", None),
        ("PUT", f"{path}/i-1/metadata?zone=b", None),
        ("PUT", f"{path}/i-1/status?value=DOWN", None),
        ("DELETE", f"{path}/i-1/status", None),
        ("DELETE", f"{path}/i-1", None),
    ]


@pytest.mark.parametrize(("method", "path", "body"), acts_on("PAYMENTS"))
def test_another_application_is_out_of_reach(node: GuardedNode, method: str, path: str, body: str | None) -> None:
    version, held = node.version, node.held("PAYMENTS")
    answer = node.ask(method, path, headers=FOR_ORDERS, body=body)
    assert answer.status_code == 403
    assert answer.headers["x-eureka-refusal"] == "The principal tester may not do this"
    assert (node.version, node.held("PAYMENTS"), node.replicator.told) == (version, held, [])


@pytest.mark.parametrize("app_name", ["ORDERS", "orders", "ORDERS-EU", "orders-eu"])
def test_its_own_applications_are_not_in_any_letter_case(node: GuardedNode, app_name: str) -> None:
    statuses = [node.ask(m, path, headers=FOR_ORDERS, body=body).status_code for m, path, body in acts_on(app_name)]
    assert statuses == [204, 200, 200, 200, 200, 200]


@pytest.mark.parametrize(
    "path",
    [
        *("/eureka//apps//PAYMENTS//i-1", "/eureka/v2/apps/PAYMENTS/i-1", "/eureka/apps/PAYMENTS/i-1/"),
        *("/eureka/apps/payments/i-1", "/eureka/apps/%50AYMENTS/i-1", "/eureka/V1/apps/PAYMENTS/i-1"),
    ],
)
def test_no_other_spelling_of_a_path_leads_around(node: GuardedNode, path: str) -> None:
    assert node.ask("DELETE", path, headers=FOR_ORDERS).status_code == 403
    assert node.held("PAYMENTS") is not None


def test_a_path_of_the_own_application_does_not_bring_in_another(node: GuardedNode) -> None:
    answer = node.ask("POST", "/eureka/apps/ORDERS", headers=FOR_ORDERS, body=a_registration("PAYMENTS", "new"))
    assert (answer.status_code, answer.text) == (400, "Mismatched appName, expecting ORDERS but was PAYMENTS")
    assert node.held("PAYMENTS", "new") is None


def test_patterns_do_not_bind_what_a_peer_replicates(node: GuardedNode) -> None:
    headers = {**FOR_ORDERS, "x-netflix-discovery-replication": "true"}
    by_address = {
        address: node.ask("DELETE", "/eureka/apps/PAYMENTS/i-1", address=address, headers=headers).status_code
        for address in (ELSEWHERE, PEERS_ADDRESS)
    }
    assert by_address == {ELSEWHERE: 403, PEERS_ADDRESS: 200}
    assert node.replicator.told == []


def test_reading_is_not_bound_to_applications(node: GuardedNode) -> None:
    headers = {"Test-Roles": "read", "Test-Apps": "ORDERS"}
    assert node.ask("GET", "/eureka/apps/PAYMENTS", headers=headers).status_code == 200
