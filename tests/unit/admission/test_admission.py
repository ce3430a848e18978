from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from eureka_py.admission import ANYBODY, NOBODY, Admission, Admitted, Principal, Refusal, RefusalReason, Role
from eureka_py.admission.admitted import Outcome, RequestHead
from eureka_py.config import AccessConfig, Config, LimitsConfig, RateLimiterConfig
from eureka_py.testing import FakeClock
from tests.unit.admission.heads import Head

REPLICATES = {"x-netflix-discovery-replication": "true"}


class ByHeader:
    """Takes the role from a header, and keeps whom it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def authenticate(self, head: RequestHead, address: str) -> Principal | Refusal:
        self.asked.append(address)
        role = head.header("Role")
        if role is None:
            return Refusal(401, RefusalReason.NO_CREDENTIALS, "Who are you?")
        return Principal(role, frozenset({Role(role)}))


class Policy:
    """An admission, and what it stands on."""

    def __init__(self, *, is_secured: bool = False, **sections: Any) -> None:
        self.clock = FakeClock()
        self.is_serving = True
        self.candidates = 0
        self.authenticator = ByHeader()
        self.admission = Admission(
            Config(**sections),
            clock=self.clock,
            authenticator=self.authenticator if is_secured else None,
            public_paths=("/health/live",),
            is_serving=lambda: self.is_serving,
            on_candidate=self._count,
        )

    def _count(self, target: object) -> None:
        self.candidates += 1

    def admitted(self, head: Head) -> Admitted:
        verdict = self.admission.admit(head)
        assert isinstance(verdict, Admitted), verdict
        return verdict

    def refused(self, head: Head) -> Refusal:
        verdict = self.admission.admit(head)
        assert isinstance(verdict, Refusal), verdict
        return verdict


def test_on_an_open_node_anybody_may_ask() -> None:
    admitted = Policy().admitted(Head())
    assert admitted.principal is ANYBODY
    assert admitted.address == "192.0.2.7"


def test_on_a_secured_node_the_authenticator_decides() -> None:
    policy = Policy(is_secured=True)
    assert policy.refused(Head()).status == 401
    assert policy.admitted(Head(headers={"Role": "read"})).principal.roles == {Role.READ}
    assert policy.authenticator.asked == ["192.0.2.7"] * 2


@pytest.mark.parametrize("path", ["/health/live", "/health/live/"])
def test_what_is_public_is_asked_without_credentials(path: str) -> None:
    policy = Policy(is_secured=True)
    assert policy.admitted(Head(path=path)).principal is NOBODY
    assert policy.authenticator.asked == []


def test_a_node_that_is_over_refuses_all_but_what_is_public() -> None:
    policy = Policy()
    policy.is_serving = False
    refusal = policy.refused(Head())
    assert (refusal.status, refusal.reason) == (503, RefusalReason.NOT_READY)
    assert ("Retry-After", "1") in refusal.headers
    policy.admitted(Head(path="/health/live"))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", ""])
def test_on_an_open_node_this_machine_may_replicate(address: str) -> None:
    assert Policy().admitted(Head(remote_address=address, headers=REPLICATES)).is_replication


def test_on_an_open_node_others_are_clients_whatever_they_say() -> None:
    admitted = Policy().admitted(Head(headers=REPLICATES))
    assert (admitted.is_from_peer, admitted.is_replication) == (False, False)


def test_on_a_secured_node_this_machine_is_no_peer_by_its_address() -> None:
    policy = Policy(is_secured=True)
    head = Head(remote_address="127.0.0.1", headers={**REPLICATES, "Role": "admin"})
    assert not policy.admitted(head).is_from_peer


def test_a_peer_is_known_by_its_role() -> None:
    policy = Policy(is_secured=True)
    admitted = policy.admitted(Head(headers={**REPLICATES, "Role": "peer"}))
    assert (admitted.is_from_peer, admitted.is_replication) == (True, True)


@pytest.mark.parametrize("is_secured", [True, False])
def test_a_peer_is_known_by_its_address(is_secured: bool) -> None:
    policy = Policy(is_secured=is_secured, access=AccessConfig(peer_addresses=("192.0.2.0/24",)))
    assert policy.admitted(Head(headers={**REPLICATES, "Role": "read"})).is_replication
    assert not policy.admitted(Head(headers={"Role": "read"})).is_replication


@pytest.mark.parametrize("value", ["TRUE", "True", "1", "yes", "", "false", "true, true", '"true"'])
def test_nothing_but_true_is_replication(value: str) -> None:
    head = Head(remote_address="127.0.0.1", headers={"x-netflix-discovery-replication": value})
    assert not Policy().admitted(head).is_replication


def test_a_body_that_says_that_it_is_too_large_is_refused_unread() -> None:
    policy = Policy(limits=LimitsConfig(body_bytes=100))
    policy.admitted(Head(headers={"Content-Length": "100"}))
    refusal = policy.refused(Head(headers={"Content-Length": "101"}))
    assert (refusal.status, refusal.sentence) == (413, "Request body larger than 100 bytes")


def test_an_address_that_asks_too_often_has_to_wait() -> None:
    policy = Policy(limits=LimitsConfig(requests_per_second=10, requests_burst=3))
    for _ in range(3):
        policy.admitted(Head())
    refusal = policy.refused(Head())
    assert (refusal.status, refusal.reason) == (429, RefusalReason.REQUEST_RATE)
    policy.admitted(Head(remote_address="192.0.2.8"))
    policy.clock.advance(ms=100)
    policy.admitted(Head())


def test_this_machine_and_peers_are_not_counted() -> None:
    limits = LimitsConfig(requests_per_second=1, requests_burst=1)
    policy = Policy(limits=limits, access=AccessConfig(peer_addresses=("192.0.2.7",)))
    for _ in range(5):
        policy.admitted(Head())
        policy.admitted(Head(remote_address="127.0.0.1"))


def test_reads_beyond_netflixs_limit_are_counted_and_refused_if_that_is_enabled() -> None:
    narrow = RateLimiterConfig(burst_size=1, registry_fetch_average_rate=1, full_fetch_average_rate=1)
    counting = Policy(rate_limiter=narrow)
    refusing = Policy(rate_limiter=dataclasses.replace(narrow, enabled=True))
    for policy in (counting, refusing):
        policy.admitted(Head())
    counting.admitted(Head())
    assert counting.candidates == 1
    refusal = refusing.refused(Head())
    assert (refusal.status, refusal.reason) == (503, RefusalReason.FETCH_RATE)


def test_a_request_keeps_the_id_that_its_client_gave_it() -> None:
    assert Policy().admitted(Head(headers={"X-Request-Id": "abc-1"})).request_id == "abc-1"


@pytest.mark.parametrize("sent", ["", "a b", "x" * 129, "a\nb", "ü"])
def test_a_request_without_a_fit_id_gets_one_of_its_own(sent: str) -> None:
    policy = Policy()
    ids = {policy.admitted(Head(headers={"X-Request-Id": sent})).request_id for _ in range(3)}
    assert len(ids) == 3
    assert sent not in ids


def test_outcomes_are_told_to_all_who_listen() -> None:
    class Listener:
        def __init__(self) -> None:
            self.heard: list[Outcome] = []

        def on_outcome(self, outcome: Outcome) -> None:
            self.heard.append(outcome)

    policy, listeners = Policy(), [Listener(), Listener()]
    for listener in listeners:
        policy.admission.subscribe(listener)
    outcome = Outcome("GET", "/x", "", 404, 0, 1, "", "", "", "", None)
    policy.admission.account(outcome)
    assert [listener.heard for listener in listeners] == [[outcome]] * 2
