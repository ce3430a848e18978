from __future__ import annotations

import pytest

from eureka_py.admission import (
    ENDING_A_LEASE,
    HOLDING_A_LEASE,
    OVERRIDING,
    READING,
    REPLICATING,
    Access,
    Admitted,
    Principal,
    Role,
)


def asked_by(*roles: Role, apps: tuple[str, ...] = ("*",), is_peer: bool = False, replicates: bool = False) -> Admitted:
    return Admitted(Principal("p", frozenset(roles), apps), "", is_peer, replicates, "r")


@pytest.mark.parametrize("access", [READING, HOLDING_A_LEASE, ENDING_A_LEASE, OVERRIDING, REPLICATING])
def test_without_a_role_nothing_is_permitted(access: Access) -> None:
    assert not access.permits(asked_by(), "ORDERS")


@pytest.mark.parametrize("pattern", ["ORDERS", "orders", "ORD*", "*"])
def test_patterns_name_applications_in_any_letter_case(pattern: str) -> None:
    assert HOLDING_A_LEASE.permits(asked_by(Role.REGISTER, apps=(pattern,)), "Orders")


def test_other_applications_are_not_ones_own() -> None:
    request = asked_by(Role.REGISTER, Role.ADMIN, apps=("PAY-*", "SHOP"))
    assert not HOLDING_A_LEASE.permits(request, "ORDERS")
    assert not ENDING_A_LEASE.permits(request, "ORDERS")
    assert not OVERRIDING.permits(request, "ORDERS")
    assert OVERRIDING.permits(request, "PAY-EU")


def test_a_peer_acts_for_every_application_when_it_replicates_and_for_none_otherwise() -> None:
    assert OVERRIDING.permits(asked_by(Role.PEER, apps=(), is_peer=True, replicates=True), "ORDERS")
    assert not OVERRIDING.permits(asked_by(Role.PEER, is_peer=True), "ORDERS")


def test_a_peer_reads_and_sends_batches_by_its_role_or_its_address() -> None:
    for access in (READING, REPLICATING):
        assert access.permits(asked_by(Role.PEER), None)
        assert access.permits(asked_by(is_peer=True), None)
