"""The recorded sequence, in its order, against this server: equal answers, or the deliberate difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from falcon import testing

from eureka_py.config import Config, DeltaConfig
from tests.golden.canonical import canonical
from tests.golden.differences import BY_NUMBER, DIFFERENCES, NOT_COMPARABLE
from tests.golden.recording import Exchange, Pause, exchanges
from tests.golden.replaying import a_node, send, text_of

NETFLIX = exchanges("netflix-2.0.6")

pytestmark = pytest.mark.filterwarnings("ignore:Unknown REQUEST_METHOD")  # one exchange has a made-up one


@pytest.fixture(scope="module")
def replayed() -> dict[int, testing.Result]:
    """Return this server's answers to the whole sequence, by number."""
    node, clock, client = a_node(Config(delta=DeltaConfig(retention_ms=1000, sweep_interval_ms=250)))
    answers = {}
    for exchange in NETFLIX:
        for step in exchange.before:
            if isinstance(step, Pause):
                clock.advance(seconds=step.seconds)
                node.registry.sweep_recent_changes()
            else:
                send(client, step)
        clock.advance(ms=1)
        answers[exchange.number] = send(client, exchange.request)
    return answers


@pytest.mark.parametrize("exchange", NETFLIX, ids=str)
def test_answers_as_netflix_or_as_documented(exchange: Exchange, replayed: dict[int, testing.Result]) -> None:
    answer = replayed[exchange.number]
    difference = BY_NUMBER.get(exchange.number)
    wanted = difference.wanted(exchange) if difference else exchange.response
    assert answer.status_code == wanted.status
    assert _headers_that_matter(answer.headers) == _headers_that_matter(wanted.headers)
    if exchange.request.method == "HEAD":
        assert answer.content == b""
        assert (answer.headers.get("content-length") != "0") == (wanted.headers.get("Content-Length") != "0")
        return
    if difference and not difference.is_body_compared:
        assert answer.content
        return
    text = text_of(answer)
    assert bool(text) == bool(wanted.body)
    if exchange.number in NOT_COMPARABLE or not wanted.body:
        return
    if wanted.headers["Content-Type"] == "text/plain" or "cannot parse" in wanted.body:
        assert text == wanted.body
        return
    is_delta = "/delta" in exchange.request.path
    is_order_significant = difference is None or difference.is_order_significant
    assert canonical(text, is_delta=is_delta, is_order_significant=is_order_significant) == canonical(
        wanted.body, is_delta=is_delta, is_order_significant=is_order_significant
    )


def _headers_that_matter(headers: Mapping[str, str]) -> dict[str, Any]:
    lower = {name.lower(): value for name, value in headers.items()}
    allowed = {method.strip() for method in lower.get("allow", "").split(",")} - {"HEAD", ""}
    return {"allow": allowed, **{name: lower.get(name) for name in ("content-encoding", "content-type")}}


def test_every_number_differs_once() -> None:
    numbers = [number for difference in DIFFERENCES for number in difference.numbers]
    assert len(numbers) == len(set(numbers)) == 110


def test_two_deltas_with_other_content_have_another_version(replayed: dict[int, testing.Result]) -> None:
    versions = [replayed[number].json["applications"]["versions__delta"] for number in (385, 389, 391, 392, 393, 395)]
    assert len(set(versions)) == len(versions)


def test_what_netflix_refuses_to_read_is_stored_whole(replayed: dict[int, testing.Result]) -> None:
    no_class, bare_port, nested = (replayed[number].json["application"]["instance"][0] for number in (37, 44, 50))
    assert no_class["dataCenterInfo"]["name"] == "MyOwn"
    assert bare_port["port"] == {"$": 8080, "@enabled": "true"}
    assert "surprise" not in nested


def test_the_status_document_is_readable(replayed: dict[int, testing.Result]) -> None:
    as_json = replayed[446].json
    assert set(as_json) == {"generalStats", "applicationStats", "instanceInfo"}
    assert replayed[447].text.startswith("<status>")
