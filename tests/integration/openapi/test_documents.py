"""What Netflix's server was recorded to answer, and what this one makes of any instance, is what is described."""

from __future__ import annotations

import json
from typing import Any

import pytest
from falcon import testing
from hypothesis import given, settings
from hypothesis import strategies as st

from eureka_py.codec import JSON
from eureka_py.model import Application, InstanceInfo
from tests.golden.differences import BY_NUMBER
from tests.golden.recording import Exchange, Pause, exchanges
from tests.golden.replaying import a_node, send, text_of
from tests.integration.openapi.described_node import operation_at, resolved, validator
from tests.unit.codec.strategies import instances

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
RECORDED = tuple(
    exchange
    for exchange in exchanges("netflix-2.0.6")
    if exchange.request.method in ("GET", "PUT", "POST", "DELETE")
    and operation_at(exchange.request.method, exchange.request.path.partition("?")[0]) is not None
)


def media_type(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0]


def assert_described(exchange: Exchange, status: int, content_type: str | None, body: str) -> None:
    operation = operation_at(exchange.request.method, exchange.request.path.partition("?")[0])
    assert operation is not None
    answer = resolved(operation["responses"][str(status)])
    if not body:
        return
    schema = answer["content"][media_type(content_type)]["schema"]
    if media_type(content_type) == "application/json" and "$ref" in schema:
        validator(schema["$ref"].rpartition("/")[2]).validate(json.loads(body))


def test_most_of_what_was_recorded_is_looked_at() -> None:
    assert len(RECORDED) > 350


@pytest.mark.parametrize("exchange", [exchange for exchange in RECORDED if exchange.number not in BY_NUMBER], ids=str)
def test_the_answers_of_netflix_are_as_described(exchange: Exchange) -> None:
    answer = exchange.response
    assert_described(exchange, answer.status, answer.headers.get("Content-Type"), answer.body or "")


@pytest.fixture(scope="module")
def replayed() -> dict[int, testing.Result]:
    _, clock, client = a_node()
    answers = {}
    for exchange in exchanges("netflix-2.0.6"):
        for step in exchange.before:
            if isinstance(step, Pause):
                clock.advance(seconds=step.seconds)
            else:
                send(client, step)
        clock.advance(ms=1)
        answers[exchange.number] = send(client, exchange.request)
    return answers


@pytest.mark.filterwarnings("ignore:Unknown REQUEST_METHOD")  # one exchange has a made-up one
@pytest.mark.parametrize("exchange", RECORDED, ids=str)
def test_our_answers_are_as_described(exchange: Exchange, replayed: dict[int, testing.Result]) -> None:
    answer = replayed[exchange.number]
    assert_described(exchange, answer.status_code, answer.headers.get("content-type"), text_of(answer))


@FEW
@given(instances())
def test_any_instance_is_written_as_described(instance: InstanceInfo) -> None:
    validator("InstanceDocument").validate(json.loads(JSON.instance(instance)))


@FEW
@given(st.lists(instances(), max_size=3), st.booleans())
def test_any_application_is_written_as_described(listed: list[InstanceInfo], compact: bool) -> None:
    application = Application("ORDERS", tuple(listed))
    validator("ApplicationDocument").validate(json.loads(JSON.application(application, compact=compact)))


@pytest.mark.parametrize(
    "edit",
    [
        {"status": "SLEEPING"},
        {"port": 8080},
        {"port": {"$": "8080", "@enabled": "true"}},
        {"surprise": 1},
        {"lastUpdatedTimestamp": 1},
        {"leaseInfo": {}},
        {"metadata": {"a": 1}},
        {"metadata": None},
    ],
    ids=str,
)
def test_what_is_no_instance_is_not_as_described(edit: dict[str, Any]) -> None:
    document = json.loads(JSON.instance(InstanceInfo(app_name="A", host_name="h", instance_id="i")))
    assert validator("InstanceDocument").is_valid(document)
    document["instance"].update(edit)
    assert not validator("InstanceDocument").is_valid(document)
