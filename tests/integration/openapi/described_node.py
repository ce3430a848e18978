"""The description of a node, as the node serves it, and what validates against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema_rs

from eureka_py.app import Node, build_node
from eureka_py.config import Config, LimitsConfig
from eureka_py.testing import FakeClock
from tests.client import Client

Operation = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


def a_node(config: Config | None = None) -> Node:
    """Return a node that counts no requests, since a test sends more than a clock that stands still forgives."""
    node = build_node(config or Config(limits=LimitsConfig(requests_per_second=0)), clock=FakeClock())
    node.is_ready = True
    return node


@lru_cache
def description() -> dict[str, Any]:
    """Return the document of a node with default settings."""
    answer = Client(a_node().wsgi).simulate_get("/ops/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    document: dict[str, Any] = answer.json
    return document


def operations() -> Iterator[tuple[str, str, Operation]]:
    """Return method, path and description of each operation."""
    for path, item in description()["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield method.upper(), path, operation


@lru_cache
def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    """Return what validates a JSON value against one of the schemas."""
    components = {"schemas": description()["components"]["schemas"]}
    return jsonschema_rs.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})


def resolved(value: Any) -> Any:
    """Return a part of the document, itself and not a reference to it."""
    while "$ref" in value:
        target = description()
        for name in value["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        value = target
    return value


def operation_at(method: str, path: str) -> Operation | None:
    """Return the operation that a request is of; a version and a slash at the end do not matter in its path."""
    path = re.sub("^/eureka/v[12]/(?!healthcheck)", "/eureka/", path).rstrip("/")
    templates = sorted(description()["paths"], key=lambda template: template.count("{"))
    template = next((template for template in templates if re.fullmatch(_pattern(template), path)), None)
    item: dict[str, Operation] = description()["paths"].get(template, {})
    return item.get(method.lower())


def _pattern(template: str) -> str:
    return "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", template))
