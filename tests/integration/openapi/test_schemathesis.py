"""Requests made from the description, to be served as it says: the same ones at every run."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from eureka_py.testing import an_instance
from tests.client import Client
from tests.integration.access.guarded_node import CHALLENGE, ELSEWHERE, GuardedNode
from tests.integration.openapi.described_node import a_node, description, operations

BOUNDED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = [(method, path) for method, path, _ in operations()]
PLAIN = {"Accept-Encoding": "identity"}
"""The test client does not undo gzip."""
BREAKABLE = [
    (method, path)
    for method, path, operation in operations()
    if "requestBody" in operation or (method != "GET" and path.endswith("{instance_id}/status"))
]
"""What can be asked wrongly at all: where every text is a good name, and no query counts, there is nothing wrong."""


def schema_of(wsgi: Any) -> Any:
    project = ProjectConfig(generation=GenerationConfig(deterministic=True, database="none"))
    config = SchemathesisConfig(seed=1, projects=ProjectsConfig(default=project))
    schema = schemathesis.openapi.from_dict(description(), config=config)
    schema.app = wsgi
    return schema


def assert_served_as_described(method: str, path: str, mode: Any) -> None:
    node = a_node()
    node.registry.register(an_instance())
    operation = schema_of(node.wsgi)[path][method]

    @BOUNDED
    @given(operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers=PLAIN)

    check()


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_what_is_asked_as_described_is_answered_as_described(method: str, path: str) -> None:
    assert_served_as_described(method, path, GenerationMode.POSITIVE)


@pytest.mark.parametrize(("method", "path"), BREAKABLE)
def test_what_is_asked_wrongly_is_answered_as_described(method: str, path: str) -> None:
    assert_served_as_described(method, path, GenerationMode.NEGATIVE)


@pytest.mark.parametrize("path", description()["paths"])
def test_methods_that_are_not_described_are_not_served(path: str) -> None:
    described = {method for method, of_path in OPERATIONS if of_path == path}
    url = path.format(app_name="ORDERS", instance_id="i-1", address="orders", asg_name="group")
    for method in {"GET", "PUT", "POST", "DELETE", "PATCH"} - described:
        answer = Client(a_node().wsgi).simulate_request(method, url)
        assert (answer.status_code, answer.content) == (405, b"")
        allowed = set(answer.headers["allow"].replace(" ", "").split(","))
        assert described <= allowed <= {*described, "HEAD", "OPTIONS"}


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_secured_node_asks_for_credentials_wherever_that_is_described(method: str, path: str) -> None:
    """As of the tool's own check for it, which knows only operations that need credentials in any case."""
    node = GuardedNode(is_secured=True)
    is_public = description()["paths"][path][method.lower()].get("security") == []
    operation = schema_of(node.node.wsgi)[path][method]
    version = node.version

    @settings(BOUNDED, max_examples=5)
    @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), st.sampled_from(CREDENTIALS))
    def check(case: Any, credentials: dict[str, str]) -> None:
        answer = case.call(headers={**PLAIN, **credentials}, base_url=f"http://{ELSEWHERE}")
        case.validate_response(answer, checks=CHECKS)
        assert (answer.status_code == 401) != is_public
        assert is_public or answer.headers["www-authenticate"] == [CHALLENGE]

    check()
    assert node.version == version


CREDENTIALS: list[dict[str, str]] = [
    {},
    {"Authorization": "Basic YTpi"},
    {"Authorization": "Bearer x"},
    {"Authorization": "Bearer"},
    {"Authorization": ""},
]
"""None that the node of these tests takes."""
