"""A node's `/metrics`, read as Prometheus reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from prometheus_client import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_classic

from eureka_py.app import Node, build_node
from eureka_py.config import Config
from eureka_py.testing import FakeClock
from tests.client import Client

DOCS = Path(__file__).parents[3] / "docs"
OPENMETRICS = "application/openmetrics-text; version=1.0.0"
_COUNTER_PARTS = {
    "counter": ("_total",),
    "info": ("_info",),
    "histogram": ("_bucket", "_count", "_sum"),
}
_QUERIED = re.compile(r"\b(?:eureka|process|python)_[a-z0-9_]+")
_DOCUMENTED = re.compile(r"^\| `([a-z0-9_]+)` \| (\w+) \|([^|]*)\|", re.MULTILINE)


def a_node(config: Config | None = None) -> Node:
    return build_node(config or Config(), clock=FakeClock())


def page(node: Node, accept: str = "", **headers: str) -> str:
    result = Client(node.wsgi).simulate_get("/metrics", headers={"Accept": accept, **headers})
    assert result.status_code == 200
    return result.text


def families(node: Node) -> dict[str, Metric]:
    """Return the metrics by name, parsed from OpenMetrics."""
    return {family.name: family for family in parse_openmetrics(page(node, OPENMETRICS))}  # type: ignore[no-untyped-call]


def classic_families(node: Node) -> dict[str, Metric]:
    return {family.name: family for family in parse_classic(page(node))}


def sample_names(family: Metric) -> set[str]:
    """Return the names under which a metric's samples are queried."""
    return {family.name + part for part in _COUNTER_PARTS.get(family.type, ("",))}


def shown_name(family: Metric) -> str:
    """Return the name under which a person knows the metric."""
    return family.name + {"counter": "_total", "info": "_info"}.get(family.type, "")


def documented() -> dict[str, tuple[str, frozenset[str]]]:
    """Return name -> type and labels of what docs/metrics.md lists."""
    text = (DOCS / "metrics.md").read_text("utf-8")
    found = _DOCUMENTED.findall(text)
    assert len(found) == len({name for name, _, _ in found}), "listed twice"
    return {name: (kind, frozenset(re.findall(r"`(\w+)`", labels))) for name, kind, labels in found}


def board() -> Mapping[str, Any]:
    loaded: dict[str, Any] = json.loads((DOCS / "grafana" / "eureka-py.json").read_text("utf-8"))
    return loaded


def expressions() -> Iterator[str]:
    """Yield every query of the board, those of its variables among them."""
    for panel in board()["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))
    yield from (variable["definition"] for variable in board()["templating"]["list"] if variable["type"] == "query")


def queried(expression: str) -> set[str]:
    return set(_QUERIED.findall(expression))
