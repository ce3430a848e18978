from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from eureka_py.admission import Admission, Outcome, RefusalReason
from eureka_py.admission.guard import ADMITTED, REFUSAL, ROUTE
from eureka_py.config import Config, LimitsConfig
from eureka_py.serving.admission import Gate, WsgiHead
from eureka_py.testing import FakeClock
from tests.client import Client


class GatedApp:
    """A gate before an application that takes 5 ms, and the outcomes that were told."""

    def __init__(self, config: Config | None = None) -> None:
        self.clock = FakeClock()
        self.outcomes: list[Outcome] = []
        self.environ: dict[str, Any] = {}
        admission = Admission(
            config or Config(), clock=self.clock, authenticator=None, public_paths=(), is_serving=lambda: True
        )
        admission.subscribe(self)
        self.client = Client(Gate(self._app, admission, clock=self.clock))

    def on_outcome(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def _app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.environ = environ
        self.clock.advance(ms=5)
        environ[ROUTE] = "/apps/{app_name}"
        start_response("201 Created", [("Content-Type", "text/plain"), ("Content-Length", "5")])
        return [b"hello"]


def test_what_was_answered_is_accounted_for() -> None:
    app = GatedApp()
    headers = {"DiscoveryIdentity-Name": "DefaultClient", "X-Request-Id": "r-1"}
    answer = app.client.simulate_post("/apps/ORDERS", headers=headers)
    assert (answer.status_code, answer.text, answer.headers["x-request-id"]) == (201, "hello", "r-1")
    (outcome,) = app.outcomes
    assert outcome == Outcome(
        method="POST",
        path="/apps/ORDERS",
        route="/apps/{app_name}",
        status=201,
        response_bytes=5,
        duration_ns=5_000_000,
        address="",
        principal="anybody",
        request_id="r-1",
        client_name="DefaultClient",
        refusal=None,
    )


def test_an_id_that_the_client_did_not_give_is_not_shown() -> None:
    app = GatedApp()
    assert "x-request-id" not in app.client.simulate_get("/x").headers
    assert app.outcomes[0].request_id


def test_the_application_learns_who_asks() -> None:
    app = GatedApp()
    app.client.simulate_get("/x")
    assert app.environ[ADMITTED].principal.name == "anybody"
    assert REFUSAL not in app.environ


def test_a_refused_request_does_not_reach_the_application_and_is_accounted_for() -> None:
    app = GatedApp(Config(limits=LimitsConfig(body_bytes=3)))
    answer = app.client.simulate_post("/apps/ORDERS", body="1234")
    assert (answer.status_code, answer.text) == (413, "Request body larger than 3 bytes")
    assert app.environ == {}
    (outcome,) = app.outcomes
    assert (outcome.status, outcome.refusal, outcome.principal) == (413, RefusalReason.BODY_TOO_LARGE, "")


@pytest.mark.parametrize(
    ("name", "key"),
    [("Accept", "HTTP_ACCEPT"), ("x-Request-Id", "HTTP_X_REQUEST_ID"), ("content-length", "CONTENT_LENGTH")],
)
def test_headers_are_found_by_their_names_in_any_letter_case(name: str, key: str) -> None:
    head = WsgiHead({"REQUEST_METHOD": "GET", "PATH_INFO": "/", key: "value"})
    assert head.header(name) == "value"
    assert head.header("Other") is None


def test_without_tls_there_is_no_certificate() -> None:
    assert WsgiHead({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}).certificate_names() == ()
