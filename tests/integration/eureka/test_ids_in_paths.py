"""Whatever an id holds, its instance is found, renewed, changed and cancelled, however the client writes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import pytest

from eureka_py.config import Config, ServerConfig
from tests.client import Client
from tests.integration.eureka.eureka_node import JSON, EurekaNode, a_registration

IDS = [
    "i-1",
    "host:orders:8080",
    "a/b",
    "a/b/c",
    "/leading",
    "trailing/",
    "a//b",
    "a b",
    "a+b",
    "a;x=1",
    "a?b#c",
    "a%2Fb",
    "100%",
    "status",
    "a/status",
    "ä日😀",
    "..",
    "{app}",
    "'\"<&>\\",
    "x" * 512,
]


@pytest.mark.parametrize("instance_id", IDS, ids=lambda value: value[:12])
def test_an_encoded_id_is_taken_as_it_is(instance_id: str, node: EurekaNode) -> None:
    assert node.post_instance("ORDERS", instance_id).status_code == 204
    path = f"/apps/orders/{quote(instance_id, safe='')}"
    _assert_found_everywhere(node, path, f"/v2/instances/{quote(instance_id, safe='')}", instance_id)


@pytest.mark.parametrize(
    ("raw", "instance_id"),
    [
        ("host:orders:8080", "host:orders:8080"),
        ("a/b", "a/b"),
        ("a/b/c", "a/b/c"),
        ("a+b", "a+b"),
        ("a;x=1", "a;x=1"),
        ("h%3Aorders:8080/x", "h:orders:8080/x"),
        ("a%2fb/c", "a/b/c"),
        ("a/status/b", "a/status/b"),
    ],
)
def test_an_id_that_was_left_raw_is_found(raw: str, instance_id: str, node: EurekaNode) -> None:
    node.put("ORDERS", instance_id)
    _assert_found_everywhere(node, f"/apps/ORDERS/{raw}", f"/instances/{quote(instance_id, safe='')}", instance_id)


def _assert_found_everywhere(node: EurekaNode, path: str, path_by_id: str, instance_id: str) -> None:
    assert node.shown(path)["instanceId"] == node.shown(path_by_id)["instanceId"] == instance_id
    assert node.ask("PUT", path, "status=UP").status_code == 200
    assert node.ask("PUT", f"{path}/status", "value=OUT_OF_SERVICE").status_code == 200
    assert node.shown(path)["status"] == "OUT_OF_SERVICE"
    assert node.ask("DELETE", f"{path}/status", "value=UP").status_code == 200
    assert node.ask("PUT", f"{path}/metadata", "zone=z9").status_code == 200
    assert node.shown(path)["metadata"] == {"zone": "z9"}
    assert node.ask("DELETE", path).status_code == 200
    assert node.ask("DELETE", path).status_code == 404


@pytest.mark.parametrize("app_name", ["a b", "ä", "A/B", "ALL_APPS", "straße", "ﬁ", "v2", "apps", "100%"])
def test_an_application_is_found_by_its_name_in_any_letter_case(app_name: str, node: EurekaNode) -> None:
    path = f"/apps/{quote(app_name, safe='')}"
    assert node.ask("POST", path, body=a_registration(app_name)).status_code == 204
    assert node.shown(path)["name"] == app_name.upper()
    assert node.shown(f"/apps/{quote(app_name.lower(), safe='')}")["instance"][0]["instanceId"] == "i-1"


def test_an_id_counts_in_the_letter_case_in_which_it_was_registered(node: EurekaNode) -> None:
    node.put("ORDERS", "Host")
    assert node.get("/apps/orders/Host").status_code == 200
    assert node.get("/apps/orders/host").status_code == 404


def test_a_registration_named_delta_is_refused(node: EurekaNode) -> None:
    """`GET /apps/delta` could never tell it from the delta; in upper case it is an application like any other."""
    assert node.post_instance("delta").status_code == 405
    assert node.post_instance("DELTA").status_code == 204
    assert node.shown("/apps/DELTA")["name"] == "DELTA"
    assert "versions__delta" in node.shown("/apps/delta")


@pytest.mark.parametrize("base_path", ["", "/x/y"])
@pytest.mark.parametrize("version", ["", "/v2", "/V1"])
def test_all_that_works_below_any_base_path(base_path: str, version: str) -> None:
    node = EurekaNode(Config(server=ServerConfig(base_path=base_path)))
    node.put("ORDERS", "a/b")
    root = f"{base_path}{version}"
    assert node.client.simulate_put(f"{root}/apps/ORDERS/a%2Fb/").status_code == 200
    assert node.client.simulate_get(f"{root}//apps/").status_code == 200
    assert node.client.simulate_get("/eureka/apps").status_code == 404


def test_the_health_check_is_served_without_a_version_only(node: EurekaNode) -> None:
    assert node.get("/healthcheck").status_code == 200
    assert node.get("/v2/healthcheck").status_code == 404


@pytest.mark.parametrize("instance_id", ["host:orders:8080", "a/b", "ä日"])
def test_behind_a_server_that_hides_the_raw_path(instance_id: str, node: EurekaNode) -> None:
    inner = node.client.app

    def hiding(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.pop("RAW_URI")
        answer: Iterable[bytes] = inner(environ, start_response)
        return answer

    node.put("ORDERS", instance_id)
    client = Client(hiding)
    path = f"/eureka/apps/ORDERS/{quote(instance_id, safe='')}"
    assert client.simulate_put(path).status_code == 200
    assert client.simulate_put(f"{path}/status", query_string="value=DOWN").status_code == 200
    assert client.simulate_get(path, headers=JSON).json["instance"]["status"] == "DOWN"
