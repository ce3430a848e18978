"""The description is of this server: its routes, its roles, its answers."""

from __future__ import annotations

import pytest

from eureka_py.admission import Access
from eureka_py.config import Config, ServerConfig
from eureka_py.ops import routes as ops_routes
from eureka_py.resources import routes as eureka_routes
from tests.client import Client
from tests.integration.access.guarded_node import routes_of
from tests.integration.openapi.described_node import Operation, a_node, description, operations, resolved

ACCESS = {
    **{
        (method, f"/eureka{path}"): access
        for path, by_method in eureka_routes.ACCESS.items()
        for method, access in by_method.items()
    },
    **{(method, path): access for path, by_method in ops_routes.ACCESS.items() for method, access in by_method.items()},
}
OPERATIONS = list(operations())


def test_what_is_described_is_served_and_the_other_way_round() -> None:
    described = {(method, path) for method, path, _ in operations()}
    assert described == routes_of(a_node())
    assert len(described) > 20


@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_roles_are_those_that_are_asked_for(method: str, path: str, operation: Operation) -> None:
    access = ACCESS[method, path]
    assert operation["x-roles"] == _roles(access)
    assert (operation.get("security") == []) == (access is None)
    assert operation.get("x-of-app", False) == (access is not None and access.of_app)
    assert operation.get("x-or-replication", False) == (access is not None and access.or_replication)


def _roles(access: Access | None) -> list[str]:
    return sorted(role.value for role in access.roles) if access else []


@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_operation_says_what_it_refuses(method: str, path: str, operation: Operation) -> None:
    refusals = {"413", "429"} | ({"401", "403", "503"} if ACCESS[method, path] else set())
    assert refusals <= set(operation["responses"])


def test_names_of_operations_are_unique_and_references_lead_somewhere() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))
    for _, _, operation in operations():
        for answer in operation["responses"].values():
            assert resolved(answer)["description"]


@pytest.mark.parametrize("base_path", ["", "/registry/v0"])
def test_paths_are_those_below_the_base_path(base_path: str) -> None:
    node = a_node(Config(server=ServerConfig(base_path=base_path)))
    paths = Client(node.wsgi).simulate_get("/ops/openapi.json").json["paths"]
    assert len(paths) == len(description()["paths"])
    assert {f"{base_path}/apps", "/lastn"} <= set(paths)
    assert not [path for path in paths if path.startswith("/eureka")]
