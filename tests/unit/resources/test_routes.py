from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.unit.resources.face import AS_JSON, Face, a_body

ALLOWED = {
    "/apps": {"GET", "HEAD"},
    "/apps/delta": {"GET", "HEAD"},
    "/apps/ORDERS": {"GET", "HEAD", "POST"},
    "/apps/ORDERS/i-1": {"GET", "HEAD", "PUT", "DELETE"},
    "/apps/ORDERS/i-1/status": {"PUT", "DELETE"},
    "/apps/ORDERS/i-1/metadata": {"PUT"},
    "/instances/i-1": {"GET", "HEAD"},
    "/vips/orders": {"GET", "HEAD"},
    "/svips/orders": {"GET", "HEAD"},
    "/peerreplication/batch": {"POST"},
    "/asg/group/status": {"PUT"},
    "/status": {"GET", "HEAD"},
    "/serverinfo/statusoverrides": {"GET", "HEAD"},
    "/healthcheck": {"GET", "HEAD"},
}
METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "BREW"]

pytestmark = pytest.mark.filterwarnings("ignore:Unknown REQUEST_METHOD")


def listed(allow: str) -> set[str]:
    return {method.strip() for method in allow.split(",")}


@pytest.mark.parametrize("path", ALLOWED)
def test_options_names_what_is_allowed(path: str, face: Face) -> None:
    answer = face.ask("OPTIONS", path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert listed(answer.headers["allow"]) == {*ALLOWED[path], "OPTIONS"}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ALLOWED)
def test_other_methods_are_refused_with_what_is_allowed(path: str, method: str, face: Face) -> None:
    answer = face.ask(method, path)
    if method in ALLOWED[path]:
        assert answer.status_code != 405
        return
    assert (answer.status_code, answer.content) == (405, b"")
    assert "content-type" not in answer.headers
    assert listed(answer.headers["allow"]) == {*ALLOWED[path], "OPTIONS"}


def test_the_health_check_is_empty(face: Face) -> None:
    answer = face.ask("GET", "/healthcheck")
    assert (answer.status_code, answer.content, "content-type" in answer.headers) == (200, b"", False)


def test_the_overrides_are_json_whatever_is_asked_for(face: Face) -> None:
    for app_name, instance_id in (("ORDERS", "i-1"), ("BILLING", "i-2")):
        face.register(app_name, instance_id)
        face.ask("PUT", f"/apps/{app_name}/{instance_id}/status", "value=DOWN")
    answer = face.ask("GET", "/serverinfo/statusoverrides", headers={"Accept": "application/xml"})
    assert (answer.headers["content-type"], answer.json) == ("application/json", {"i-1": "DOWN", "i-2": "DOWN"})


def test_of_two_applications_with_one_id_the_later_name_tells_the_override(face: Face) -> None:
    for app_name, status in (("B", "DOWN"), ("A", "OUT_OF_SERVICE")):
        face.register(app_name, "same")
        face.ask("PUT", f"/apps/{app_name}/same/status", f"value={status}")
    assert face.ask("GET", "/serverinfo/statusoverrides").json == {"same": "DOWN"}


def test_the_status_escapes_what_it_shows(face: Face) -> None:
    as_xml = ElementTree.fromstring(face.ask("GET", "/status").content)
    assert (as_xml.tag, as_xml.findtext("generalStats/environment")) == ("status", "t<st")
    assert as_xml.findtext("instanceInfo/instanceId") == "me"
    as_json = face.ask("GET", "/status", headers={"Accept": "application/json"}).json
    assert (as_json["generalStats"], as_json["instanceInfo"]["instanceId"]) == ({"environment": "t<st"}, "me")


def test_the_status_of_a_scaling_group_is_no_business_of_ours(face: Face) -> None:
    assert face.ask("PUT", "/asg/group/status", "value=DISABLED").status_code == 400


def test_an_id_alone_finds_the_first_application_by_name(face: Face) -> None:
    for app_name in ("C", "A", "B"):
        face.register(app_name, "same")
    answer = face.ask("GET", "/instances/same", headers={"Accept": "application/json"})
    assert answer.json["instance"]["app"] == "A"


def test_regions_change_nothing(face: Face) -> None:
    face.register()
    for path in ("/apps", "/apps/delta"):
        plain, regional = (face.ask("GET", path, query) for query in ("", "regions=eu,us"))
        assert plain.content == regional.content


def test_registering_needs_no_accept(face: Face) -> None:
    for accept in ("text/html", "image/png"):
        answer = face.ask("POST", "/apps/ORDERS", headers={**AS_JSON, "Accept": accept}, body=a_body())
        assert (answer.status_code, answer.content) == (204, b"")
