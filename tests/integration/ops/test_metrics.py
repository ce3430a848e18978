from __future__ import annotations

import gzip
import re

import pytest
from falcon.testing import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from eureka_py.config import Config, RateLimiterConfig, ServerConfig
from eureka_py.errors import ConfigError
from eureka_py.model import DEFAULT_SCOPE, InstanceKey
from eureka_py.testing import an_instance
from tests.client import Client
from tests.integration.ops.metrics_page import (
    OPENMETRICS,
    a_node,
    board,
    classic_families,
    documented,
    expressions,
    families,
    page,
    queried,
    sample_names,
    shown_name,
)

CLASSIC = "text/plain; version=0.0.4; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("", CLASSIC),
        ("*/*", CLASSIC),
        ("text/html", CLASSIC),
        ("text/plain;version=0.0.4;q=0.2", CLASSIC),
        ("application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8"),
        (OPENMETRICS, "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores"),
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.2",
            "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
        ),
        (
            "text/plain;version=1.0.0;escaping=underscores",
            "text/plain; version=1.0.0; charset=utf-8; escaping=underscores",
        ),
        ("application/openmetrics-text;version=9.x", CLASSIC),
        ("application/openmetrics-text;version=abc, text/plain", CLASSIC),
    ],
)
def test_a_scraper_gets_the_format_that_it_asks_for(accept: str, content_type: str) -> None:
    result = Client(a_node().wsgi).simulate_get("/metrics", headers={"Accept": accept})
    assert result.status_code == 200
    assert result.headers["content-type"] == content_type
    assert result.headers["vary"] == "Accept, Accept-Encoding"
    assert result.text.endswith("# EOF\n") == content_type.startswith("application/openmetrics-text")


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=80))
def test_no_accept_header_breaks_it(text: str) -> None:
    node = a_node()
    for accept in (text, f"application/openmetrics-text;version={text}", f"text/plain;version={text};escaping={text}"):
        assert Client(node.wsgi).simulate_get("/metrics", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize(
    ("accept_encoding", "is_gzip"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5", True),
        ("GZIP", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("x-gzipped", False),
    ],
)
def test_it_is_compressed_for_who_takes_gzip(accept_encoding: str, is_gzip: bool) -> None:
    result = TestClient(a_node().wsgi).simulate_get("/metrics", headers={"Accept-Encoding": accept_encoding})
    assert (result.headers.get("content-encoding") == "gzip") == is_gzip
    plain = gzip.decompress(result.content) if is_gzip else result.content
    assert b"eureka_ready 0.0\n" in plain


def test_both_formats_tell_the_same() -> None:
    node = a_node()
    node.registry.register(an_instance())
    assert classic_families(node).keys() == {
        shown_name(family) if family.type == "info" else family.name for family in families(node).values()
    }


def test_what_happens_is_in_it() -> None:
    node = a_node()
    node.start()
    try:
        client = Client(node.wsgi)
        node.registry.register(an_instance())
        client.simulate_put("/eureka/apps/ORDERS/i-1", headers={"DiscoveryIdentity-Name": "DefaultClient"})
        client.simulate_get("/eureka/apps")
        client.simulate_get("/eureka/apps")
        client.simulate_get("/nowhere")
        node.registry.cancel(InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-1"))
        text = page(node)
    finally:
        node.stop()
    for line in (
        'eureka_http_requests_total{method="PUT",route="/apps/{app_name}/{instance_id}",status="200"} 1.0',
        'eureka_http_requests_total{method="GET",route="unmatched",status="404"} 1.0',
        'eureka_http_client_requests_total{client="DefaultClient"} 1.0',
        'eureka_response_cache_hits_total{entity="all_apps"} 1.0',
        'eureka_response_cache_builds_total{entity="all_apps"} 1.0',
        'eureka_registry_changes_total{kind="deleted"} 1.0',
        "eureka_leases_cancelled_total 1.0",
        "eureka_ready 1.0",
    ):
        assert line in text.splitlines()


@pytest.mark.parametrize(("enabled", "verdict"), [(False, "candidate"), (True, "refused")])
def test_reads_beyond_netflixs_limit_are_in_it(enabled: bool, verdict: str) -> None:
    limit = RateLimiterConfig(enabled=enabled, burst_size=1, registry_fetch_average_rate=1, full_fetch_average_rate=1)
    node = a_node(Config(rate_limiter=limit))
    client = Client(node.wsgi)
    for _ in range(3):
        # Whoever asks from this machine directly is taken for a peer, which is not limited.
        client.simulate_get("/eureka/apps", headers={"X-Forwarded-For": "192.0.2.7"})
    assert f'eureka_fetches_over_limit_total{{target="full",verdict="{verdict}"}} 2.0' in page(node).splitlines()
    refused = 2.0 if enabled else 0.0
    assert f'eureka_http_refusals_total{{reason="fetch_rate"}} {refused}' in page(node).splitlines()


def test_two_nodes_in_one_process_count_apart() -> None:
    one, other = a_node(), a_node()
    Client(one.wsgi).simulate_get("/eureka/apps")
    assert 'route="/apps"' in page(one)
    assert 'route="/apps"' not in page(other)
    assert not [family.name for family in REGISTRY.collect() if family.name.startswith("eureka_")]


def test_nothing_grows_with_applications_instances_or_paths() -> None:
    node = a_node()
    client = Client(node.wsgi)

    def ask(number: int) -> None:
        node.registry.register(an_instance(f"APP-{number}", f"i-{number}"))
        for path in (f"/eureka/apps/APP-{number}", f"/nowhere/{number}", f"/eureka/vips/app-{number}"):
            client.simulate_get(path, headers={"DiscoveryIdentity-Name": f"client-{number}"})

    def series() -> set[str]:
        return {line.rpartition(" ")[0] for line in page(node).splitlines()}

    ask(0)
    page(node)
    before = series()
    for number in range(1, 50):
        ask(number)
    assert series() == before


def test_no_face_may_take_its_path() -> None:
    with pytest.raises(ConfigError, match=r"server\.base_path"):
        ServerConfig(base_path="/metrics")


# --- names -----------------------------------------------------------------------------------------------------------


def test_every_name_keeps_to_the_conventions_of_prometheus() -> None:
    for name, family in families(a_node()).items():
        assert re.fullmatch(r"(eureka|process|python)(_[a-z0-9]+)+", name), name
        assert not name.endswith(("_total", "_count", "_sum", "_bucket", "_created")), name
        assert not re.search(r"_(ms|millis|milliseconds|ns|minutes|kb|mb|percent)$", name), name
        assert family.documentation, name
        if name.startswith("eureka_"):
            assert family.documentation.endswith("."), name
            assert family.type in ("counter", "gauge", "histogram", "info"), name
            for unit in ("seconds", "bytes"):
                assert unit not in name or name.endswith(f"_{unit}"), f"{name}: the unit comes last"


def test_every_label_is_one_of_a_few_and_no_counter_falls_below_zero() -> None:
    for family in families(a_node()).values():
        for sample in family.samples:
            assert all(re.fullmatch(r"[a-z_]+", label) for label in sample.labels)
            assert not {"instance", "job", "app", "application", "address"} & sample.labels.keys()
            assert family.type != "counter" or sample.value >= 0


# --- the document and the board --------------------------------------------------------------------------------------


def test_what_is_measured_is_documented_and_the_other_way_round() -> None:
    measured = {shown_name(family): family.type for family in families(a_node()).values()}
    kinds = {name: "gauge" if kind == "info" else kind for name, kind in measured.items()}
    assert {name: kind for name, (kind, _) in documented().items()} == kinds


def test_the_documented_labels_are_those_that_samples_have() -> None:
    node = a_node()
    Client(node.wsgi).simulate_get("/eureka/apps")
    for family in families(node).values():
        labels = {label for sample in family.samples for label in sample.labels} - {"le"}
        assert labels == documented()[shown_name(family)][1], family.name


def test_every_metric_that_the_board_queries_is_there() -> None:
    measured = {name for family in families(a_node()).values() for name in sample_names(family)}
    for expression in expressions():
        assert queried(expression), expression
        assert queried(expression) <= measured, expression


def test_the_board_shows_every_metric_of_the_registry() -> None:
    shown = set().union(*map(queried, expressions()))
    for name, family in families(a_node()).items():
        if name.startswith("eureka_"):
            assert sample_names(family) & shown, name


def test_the_board_groups_by_labels_that_the_metrics_have() -> None:
    known = {label for _, labels in documented().values() for label in labels} | {"instance", "le"}
    for expression in expressions():
        for grouping in re.findall(r"by \(([^)]*)\)", expression):
            assert {label.strip() for label in grouping.split(",")} <= known, expression


def test_the_board_is_whole() -> None:
    panels = board()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len({panel["title"] for panel in panels if panel["type"] != "row"}) >= 25
    assert [variable["name"] for variable in board()["templating"]["list"]] == ["datasource", "job", "instance"]
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
        if panel["type"] != "row":
            assert panel["datasource"]["uid"] == "${datasource}"
            assert all(expression.count("(") == expression.count(")") for expression in map(_expr, panel["targets"]))


def _expr(target: dict[str, str]) -> str:
    return target["expr"]


def test_the_classic_format_is_read_by_its_parser() -> None:
    node = a_node()
    Client(node.wsgi).simulate_get("/eureka/apps")
    parsed = {family.name: family.type for family in text_string_to_metric_families(page(node))}
    assert parsed["eureka_http_requests"] == "counter"
    assert parsed["eureka_http_request_duration_seconds"] == "histogram"
