from __future__ import annotations

from typing import Any

import falcon
import pytest
from falcon import testing

from eureka_py.admission import HOLDING_A_LEASE, READING, REPLICATING, Principal, Refusal, RefusalReason, Role
from eureka_py.admission.answers import REASON_HEADER, answer_to
from eureka_py.admission.guard import REFUSAL, ROUTE, AccessTable, Guard, RefusedError, answer_refused
from eureka_py.testing.admitting import admitting
from tests.client import Client


class Anything:
    """Answers everything."""

    def __init__(self) -> None:
        self.answered = 0

    def on_get(self, req: falcon.Request, resp: falcon.Response, **params: Any) -> None:
        self.answered += 1

    on_put = on_post = on_head = on_get


class GuardedApp:
    """An app of one resource behind a guard, as one principal meets it."""

    def __init__(self, *roles: Role, is_from_peer: bool = False) -> None:
        table: AccessTable = {
            "/read": {"GET": READING},
            "/apps/{app_name}": {"POST": HOLDING_A_LEASE, "PUT": HOLDING_A_LEASE, "GET": READING},
            "/batch": {"POST": REPLICATING},
            "/open": {"GET": None},
        }
        self.resource = Anything()
        app = falcon.App(middleware=[Guard(table, prefix="/eureka")])
        app.add_error_handler(RefusedError, answer_refused)
        for template in (*table, "/forgotten"):
            app.add_route(template, self.resource)
        self.environ: dict[str, Any] = {}
        guarded = admitting(app, principal=Principal("p", frozenset(roles), ("ORDERS",)), is_from_peer=is_from_peer)

        def keeping(environ: dict[str, Any], start_response: Any) -> Any:
            self.environ = environ
            return guarded(environ, start_response)

        self.client = Client(keeping)

    def ask(self, method: str, path: str) -> testing.Result:
        return self.client.simulate_request(method, path)


def test_who_may_gets_through_and_who_may_not_is_told_why() -> None:
    allowed, refused = GuardedApp(Role.READ), GuardedApp(Role.REGISTER)
    assert allowed.ask("GET", "/read").status_code == 200
    answer = refused.ask("GET", "/read")
    assert (answer.status_code, answer.text) == (403, "The principal p may not do this")
    assert refused.resource.answered == 0
    assert refused.environ[REFUSAL] is RefusalReason.FORBIDDEN


def test_the_application_in_the_path_counts() -> None:
    app = GuardedApp(Role.REGISTER)
    assert app.ask("POST", "/apps/orders").status_code == 200
    assert app.ask("POST", "/apps/PAYMENTS").status_code == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "OPTIONS"])
def test_a_route_that_the_table_lacks_is_closed(method: str) -> None:
    app = GuardedApp(Role.READ, Role.REGISTER)
    assert app.ask(method, "/forgotten").status_code == 403
    assert app.resource.answered == 0


def test_head_is_a_get() -> None:
    assert GuardedApp(Role.READ).ask("HEAD", "/read").status_code == 200
    assert GuardedApp(Role.REGISTER).ask("HEAD", "/read").status_code == 403


def test_what_is_open_asks_for_nothing() -> None:
    assert GuardedApp().ask("GET", "/open").status_code == 200
    assert GuardedApp().ask("OPTIONS", "/open").status_code == 200
    assert GuardedApp().ask("OPTIONS", "/read").status_code == 403


def test_only_a_peer_sends_batches_and_others_hear_how_to_become_one() -> None:
    assert GuardedApp(is_from_peer=True).ask("POST", "/batch").status_code == 200
    other = GuardedApp(Role.ADMIN)
    answer = other.ask("POST", "/batch")
    assert answer.status_code == 403
    assert "access.peer_addresses" in answer.text
    assert other.environ[REFUSAL] is RefusalReason.NOT_A_PEER


def test_the_route_is_noted_for_those_who_count() -> None:
    app = GuardedApp(Role.READ)
    app.ask("GET", "/apps/ORDERS")
    assert app.environ[ROUTE] == "/eureka/apps/{app_name}"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD"])
def test_an_answer_to_a_heartbeat_has_no_body_but_a_header(method: str) -> None:
    answer = answer_to(Refusal(429, RefusalReason.REQUEST_RATE, "Too many", (("Retry-After", "1"),)), method)
    assert (answer.status_line, answer.body) == ("429 Too Many Requests", b"")
    assert {(REASON_HEADER, "Too many"), ("Retry-After", "1")} <= set(answer.headers)


def test_a_refused_heartbeat_has_its_sentence_in_a_header_only() -> None:
    answer = GuardedApp().ask("PUT", "/apps/ORDERS")
    assert (answer.status_code, answer.content) == (403, b"")
    assert answer.headers[REASON_HEADER.lower()] == "The principal p may not do this"
