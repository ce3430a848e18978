from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import falcon
import pytest

from eureka_py.resources.routing import EurekaRouter
from eureka_py.serving.wsgi import StartResponse
from tests.client import Client
from tests.unit.resources.face import Face

TEMPLATES = (
    "/apps",
    "/apps/delta",
    "/apps/{app}",
    "/apps/{app}/{id}",
    "/apps/{app}/{id}/status",
    "/apps/{app}/{id}/metadata",
    "/instances/{id}",
    "/vips/{address}",
    "/healthcheck",
)


class Probe:
    """Tells which template a path matched, and what the parameters were."""

    def __init__(self, template: str) -> None:
        self._template = template

    def on_get(self, req: falcon.Request, resp: falcon.Response, **params: str) -> None:
        resp.media = [self._template, params]


def routed(target: str, *, base_path: str = "/eureka", environ: dict[str, str] | None = None) -> Any:
    """Return template and parameters for a request target, None for 404.

    `environ`: what the server says instead of RAW_URI, which holds the target.
    """
    app = falcon.App(router=EurekaRouter(base_path))
    for template in TEMPLATES:
        app.add_route(template, Probe(template))

    def server(says: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        del says["RAW_URI"]
        return app({**says, **({"RAW_URI": target} if environ is None else environ)}, start_response)

    answer = Client(server).simulate_get("/")
    return None if answer.status_code == 404 else answer.json


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/eureka/apps", ["/apps", {}]),
        ("/eureka/apps/delta", ["/apps/delta", {}]),
        ("/eureka/apps/DELTA", ["/apps/{app}", {"app": "DELTA"}]),
        ("/eureka/apps/delta/i-1", ["/apps/{app}/{id}", {"app": "delta", "id": "i-1"}]),
        ("/eureka/apps/A", ["/apps/{app}", {"app": "A"}]),
        ("/eureka/apps/A/i/status", ["/apps/{app}/{id}/status", {"app": "A", "id": "i"}]),
        ("/eureka/apps/A/i/metadata", ["/apps/{app}/{id}/metadata", {"app": "A", "id": "i"}]),
        ("/eureka/apps/A/status", ["/apps/{app}/{id}", {"app": "A", "id": "status"}]),
        ("/eureka/instances/i", ["/instances/{id}", {"id": "i"}]),
    ],
)
def test_a_path_finds_its_resource(target: str, expected: Any) -> None:
    assert routed(target) == expected


@pytest.mark.parametrize(
    "target", ["/eureka/apps", "/eureka/apps/delta", "/eureka/apps/A/i", "/eureka/apps/A/i/status"]
)
def test_a_trailing_slash_is_as_good_as_none(target: str) -> None:
    assert routed(f"{target}/") == routed(target) is not None


@pytest.mark.parametrize(
    "target",
    ["//eureka/apps/A/i", "/eureka//apps/A/i", "/eureka/apps//A///i", "/eureka/apps/A/i//", "///eureka/v2//apps/A/i"],
)
def test_repeated_slashes_count_as_one(target: str) -> None:
    assert routed(target) == ["/apps/{app}/{id}", {"app": "A", "id": "i"}]


@pytest.mark.parametrize("version", ["v1", "v2", "V1", "V2"])
@pytest.mark.parametrize("path", ["/apps", "/apps/A/i/status", "/instances/i"])
def test_a_version_changes_nothing(version: str, path: str) -> None:
    assert routed(f"/eureka/{version}{path}") == routed(f"/eureka{path}") is not None


@pytest.mark.parametrize(
    "target",
    [
        "/eureka/v2/v2/apps",
        "/eureka/v3/apps",
        "/eureka/v2",
        "/eureka",
        "/eureka/",
        "/",
        "/apps",
        "/v2/apps",
        "/eurekas/apps",
        "/other/eureka/apps",
        "/eureka/unknown",
        "/eureka/instances/a/b",
        "*",
        "http://node:8761",
    ],
)
def test_other_paths_find_nothing(target: str) -> None:
    assert routed(target) is None


def test_the_health_check_has_no_version() -> None:
    """As at Netflix: a load balancer that was told of `/v2/healthcheck` would get another resource there."""
    assert routed("/eureka/healthcheck") == ["/healthcheck", {}]
    assert routed("/eureka/v2/healthcheck") is None


@pytest.mark.parametrize(
    ("segment", "instance_id"),
    [
        ("h%3Aapp%3A8080", "h:app:8080"),
        ("h:app:8080", "h:app:8080"),
        ("a%2Fb", "a/b"),
        ("a%2fb", "a/b"),
        ("%2F", "/"),
        ("a%20b", "a b"),
        ("a+b", "a+b"),
        ("a;x=1", "a;x=1"),
        ("a%3Bx", "a;x"),
        ("a%252Fb", "a%2Fb"),
        ("a%3Fb%23c", "a?b#c"),
        ("100%", "100%"),
        ("%C3%A4%E6%97%A5", "ä日"),
        ("a@b!$&'()*,=~", "a@b!$&'()*,=~"),
        ("..", ".."),
        ("status", "status"),
        ("x" * 8000, "x" * 8000),
    ],
)
def test_a_segment_is_decoded_after_the_path_was_split(segment: str, instance_id: str) -> None:
    assert routed(f"/eureka/apps/A/{segment}") == ["/apps/{app}/{id}", {"app": "A", "id": instance_id}]
    assert routed(f"/eureka/apps/A/{segment}/status") == ["/apps/{app}/{id}/status", {"app": "A", "id": instance_id}]
    assert routed(f"/eureka/v2/instances/{segment}/") == ["/instances/{id}", {"id": instance_id}]


@pytest.mark.parametrize("base", ["a/b", "a/b/c", "http:/h"])
def test_a_slash_that_was_left_raw_belongs_to_the_id(base: str) -> None:
    for suffix in ("", "/status", "/metadata"):
        assert routed(f"/eureka/apps/A/{base}{suffix}") == ["/apps/{app}/{id}" + suffix, {"app": "A", "id": base}]


def test_an_id_may_end_like_a_resource_of_its_own_if_its_slash_is_encoded() -> None:
    assert routed("/eureka/apps/A/a%2Fstatus") == ["/apps/{app}/{id}", {"app": "A", "id": "a/status"}]
    assert routed("/eureka/apps/A/a%2Fstatus/status") == ["/apps/{app}/{id}/status", {"app": "A", "id": "a/status"}]


@pytest.mark.parametrize(
    "target", ["http://node:8761/eureka/apps/A/a%2Fb", "HTTPS://node/eureka//v2/apps/A/a%2Fb?x=://"]
)
def test_a_target_in_absolute_form_is_understood(target: str) -> None:
    assert routed(target) == ["/apps/{app}/{id}", {"app": "A", "id": "a/b"}]


def test_a_url_within_a_path_is_no_absolute_target() -> None:
    assert routed("/eureka/vips/a://b") is None
    assert routed("/eureka/apps/A/x://y") == ["/apps/{app}/{id}", {"app": "A", "id": "x:/y"}]


def test_a_query_and_a_fragment_are_no_part_of_the_path() -> None:
    assert routed("/eureka/apps/A/i?status=UP/x")[1]["id"] == "i"
    assert routed("/eureka/apps/A/i#part")[1]["id"] == "i"


@pytest.mark.parametrize("name", ["RAW_URI", "REQUEST_URI"])
def test_servers_name_the_raw_path_differently(name: str) -> None:
    assert routed("", environ={name: "/eureka/apps/A/a%2Fb?q"}) == ["/apps/{app}/{id}", {"app": "A", "id": "a/b"}]


@pytest.mark.parametrize("instance_id", ["i-1", "ä日", "a b", "a+b;c", "100%", "a?b#c", "%41", "a%2Fb"])
def test_a_server_that_hides_the_raw_path_is_borne(instance_id: str) -> None:
    path_info = f"/eureka/v2/apps/A/{instance_id}/status".encode().decode("latin-1")
    found = routed("", environ={"PATH_INFO": path_info})
    assert found == ["/apps/{app}/{id}/status", {"app": "A", "id": instance_id}]


def test_a_server_that_hides_the_raw_path_leaves_an_encoded_slash_raw() -> None:
    found = routed("", environ={"PATH_INFO": "/eureka/apps/A/a/b"})
    assert found == ["/apps/{app}/{id}", {"app": "A", "id": "a/b"}]


@pytest.mark.parametrize("base_path", ["", "/x", "/x/y"])
def test_the_base_path_is_what_the_configuration_says(base_path: str) -> None:
    assert routed(f"{base_path}/apps/A", base_path=base_path) == ["/apps/{app}", {"app": "A"}]
    assert routed(f"{base_path}//V2/apps/A/", base_path=base_path) == ["/apps/{app}", {"app": "A"}]
    assert routed("/eureka/apps/A", base_path=base_path) is None


@pytest.mark.parametrize("method", ["POST", "PATCH", "TRACE", "PROPFIND", "BREW"])
@pytest.mark.filterwarnings("ignore:Unknown REQUEST_METHOD")
def test_a_method_that_no_one_heard_of_is_not_allowed(method: str) -> None:
    app = falcon.App(router=EurekaRouter("/eureka"))
    app.add_route("/apps", Probe("/apps"))
    answer = Client(app).simulate_request(method, "/eureka/apps")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_the_quoted_path_is_found_again() -> None:
    wanted = "".join(map(chr, range(32, 127)))
    assert routed(f"/eureka/apps/A/{quote(wanted, safe='')}")[1]["id"] == wanted


def test_a_segment_that_is_no_text_names_nothing(face: Face) -> None:
    face.register("ORDERS", "\ufffd")
    assert face.ask("GET", "/apps/ORDERS/%FF").status_code == 404
    assert face.ask("GET", "/apps/ORDERS/%EF%BF%BD").status_code == 200
