"""The eighteen rules whose violation breaks a real client: section 0.3 of eureka-wire.md, in its order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from eureka_py.app import build_node
from eureka_py.config import Config
from eureka_py.model import DataCenterInfo, InstanceStatus
from eureka_py.testing import an_instance
from tests.integration.eureka.eureka_node import AS_PEER, JSON, EurekaNode

LISTS = ["/apps", "/apps/delta", "/apps/ORDERS", "/vips/orders", "/svips/orders-s"]
SINGLES = ["/apps/ORDERS/i-1", "/instances/i-1"]
FORMS = ["full", "compact"]
FIELDS = """
    instanceId hostName app ipAddr sid status overriddenStatus port securePort countryId dataCenterInfo leaseInfo
    metadata appGroupName homePageUrl statusPageUrl healthCheckUrl secureHealthCheckUrl vipAddress secureVipAddress
    isCoordinatingDiscoveryServer lastUpdatedTimestamp lastDirtyTimestamp actionType asgName
"""
NESTED = frozenset(("port", "securePort", "dataCenterInfo", "leaseInfo", "metadata"))


@pytest.fixture
def full_node() -> EurekaNode:
    """A node with instances of every kind and status that the wire knows."""
    node = EurekaNode()
    everywhere: dict[str, Any] = {"vip_address": "orders", "secure_vip_address": "orders-s"}
    for number, status in enumerate(InstanceStatus, start=1):
        node.put("ORDERS", f"i-{number}", status=status, **everywhere)
    amazon = DataCenterInfo(name="Amazon", metadata={"instance-id": "i-a", "ami-id": "ami-1"})
    node.put("ORDERS", "amazon", data_center_info=amazon, metadata={"zone": "z:1"}, **everywhere)
    node.put("ORDERS", "bare-amazon", data_center_info=DataCenterInfo(name="Amazon"), **everywhere)
    node.put("ORDERS", "netflix", data_center_info=DataCenterInfo(name="Netflix"), sid="s", asg_name="g", **everywhere)
    node.put("ORDERS", "nameless", home_page_url="http://h/", metadata={"a:b": "<&>", "ä": "", "1": "x"}, **everywhere)
    node.put("ORDERS", "cancelled", **everywhere)
    node.ask("DELETE", "/apps/ORDERS/cancelled")
    return node


def json_instances(node: EurekaNode, path: str, form: str) -> list[dict[str, Any]]:
    answer = node.get(path, Accept="application/json", X_Eureka_Accept=form)
    found = list(_instances(answer.json))
    assert found
    return found


def _instances(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, list):
        for member in tree:
            yield from _instances(member)
    elif isinstance(tree, dict):
        for name, member in tree.items():
            if name == "instance":
                yield from member if isinstance(member, list) else [member]
            else:
                yield from _instances(member)


def test_rule_1_error_answers_are_empty(node: EurekaNode) -> None:
    """1: every 4xx is empty, above all a heartbeat's 404; but for the 400 of a registration."""
    node.put()
    for method, path, query, status in (
        ("PUT", "/apps/ORDERS/unknown", "status=UP&lastDirtyTimestamp=1", 404),
        ("PUT", "/apps/ORDERS/i-1", "lastDirtyTimestamp=9000000000000", 404),
        ("DELETE", "/apps/ORDERS/unknown", "", 404),
        ("GET", "/apps/UNKNOWN", "", 404),
        ("GET", "/apps/ORDERS/unknown", "", 404),
        ("PUT", "/apps/ORDERS/i-1/status", "", 400),
        ("PATCH", "/apps", "", 405),
        ("GET", "/nowhere", "", 404),
    ):
        for accept in ("application/json", "application/xml", "text/html", "*/*"):
            answer = node.ask(method, path, query, headers={"Accept": accept, "Accept-Encoding": "gzip"})
            assert (answer.status_code, answer.content, answer.headers["content-length"]) == (status, b"", "0")
            assert "content-type" not in answer.headers


def test_rule_2_a_heartbeat_is_answered_200_and_empty(node: EurekaNode) -> None:
    """2: neither 204 nor a body, also for the Jersey 3 client, which sends the body `{}`."""
    node.put()
    for headers, body in (({}, None), (JSON, "{}"), ({"Content-Type": "text/plain"}, "ignored")):
        answer = node.ask("PUT", "/apps/ORDERS/i-1", "status=UP&lastDirtyTimestamp=1", headers=headers, body=body)
        assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "0")


def test_rule_3_a_registration_is_answered_204(node: EurekaNode) -> None:
    """3: exactly 204, the first time and every time after."""
    for _ in range(2):
        answer = node.post_instance()
        assert (answer.status_code, answer.content) == (204, b"")


def test_rule_4_a_cancel_is_answered_200(node: EurekaNode) -> None:
    """4: exactly 200."""
    node.put()
    answer = node.ask("DELETE", "/apps/ORDERS/i-1")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("headers", [{}, AS_PEER])
def test_rule_5_a_heartbeat_of_an_unknown_instance_is_404(headers: dict[str, str], node: EurekaNode) -> None:
    """5: the only signal to register again."""
    node.put("ORDERS", "i-1")
    for path in ("/apps/ORDERS/i-2", "/apps/BILLING/i-1"):
        assert node.ask("PUT", path, "status=UP", headers=headers).status_code == 404


def test_rule_6_a_trailing_slash_is_taken(node: EurekaNode) -> None:
    """6: Java, Spring, Python, JavaScript and Java peers send it, and follow no redirect."""
    assert node.ask("POST", "/apps/ORDERS/", body=_registration()).status_code == 204
    assert node.get("/apps/").content == node.get("/apps").content
    assert node.ask("POST", "/peerreplication/batch/", body='{"replicationList":[]}').status_code == 200
    assert node.ask("PUT", "/v2/apps/ORDERS/i-1/").status_code == 200


def _registration() -> str:
    instance = {
        "instanceId": "i-1",
        "hostName": "h",
        "app": "ORDERS",
        "ipAddr": "10.0.0.1",
        "dataCenterInfo": {"name": "MyOwn"},
    }
    return json.dumps({"instance": instance})


@pytest.mark.parametrize("headers", [{}, {"Accept": "*/*"}])
@pytest.mark.parametrize("path", [*LISTS, *SINGLES])
def test_rule_7_who_does_not_say_gets_xml(path: str, headers: dict[str, str], full_node: EurekaNode) -> None:
    """7: py_eureka_client sends `*/*`, and reads nothing else."""
    answer = full_node.ask("GET", path, headers=headers)
    assert answer.headers["content-type"] == "application/xml"
    ElementTree.fromstring(answer.content)


@pytest.mark.parametrize("form", FORMS)
def test_rule_8_lists_are_arrays_always_there(form: str, node: EurekaNode) -> None:
    """8: `application` and `instance` are arrays, also with one element or none."""
    headers = {**JSON, "X-Eureka-Accept": form}
    for path in ("/apps", "/apps/delta", "/vips/unknown", "/svips/unknown"):
        assert node.ask("GET", path, headers=headers).json["applications"]["application"] == []
    node.put()
    for path in ("/apps", "/apps/delta", "/vips/orders"):
        (application,) = node.ask("GET", path, headers=headers).json["applications"]["application"]
        assert len(application["instance"]) == 1
        assert isinstance(application["instance"], list)
    assert isinstance(node.ask("GET", "/apps/ORDERS", headers=headers).json["application"]["instance"], list)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", [*LISTS, *SINGLES])
def test_rule_9_both_ports_are_there_in_full(path: str, form: str, full_node: EurekaNode) -> None:
    """9: a number in `$`, a string in `@enabled`, and no third key."""
    for instance in json_instances(full_node, path, form):
        for name in ("port", "securePort"):
            port = instance[name]
            assert set(port) == {"$", "@enabled"}
            assert type(port["$"]) is int
            assert port["@enabled"] in ("true", "false")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", LISTS)
def test_rule_10_only_amazon_has_metadata_in_its_data_center(path: str, form: str, full_node: EurekaNode) -> None:
    """10: class and name for all; for Amazon always metadata, as the last; for the others never."""
    kinds = set()
    for instance in json_instances(full_node, path, form):
        data_center = instance["dataCenterInfo"]
        expected = ["@class", "name", "metadata"] if data_center["name"] == "Amazon" else ["@class", "name"]
        assert list(data_center) == expected
        kinds.add(data_center["name"])
    assert kinds == {"MyOwn", "Amazon", "Netflix"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", [*LISTS, *SINGLES])
def test_rule_11_nothing_else_is_in_an_instance(path: str, form: str, full_node: EurekaNode) -> None:
    """11: no other field, and nothing nested but where it belongs; also not what a client brought along."""
    full_node.post_instance("ORDERS", "i-1", surprise={"a": [1]}, another="x", lastDirtyTimestamp="1800000000000")
    for instance in json_instances(full_node, path, form):
        assert set(instance) <= set(FIELDS.split())
        assert {name for name, value in instance.items() if isinstance(value, (dict, list))} <= NESTED
        for nested in NESTED & set(instance):
            inner = {name: value for name, value in instance[nested].items() if name != "metadata"}
            assert not any(isinstance(value, (dict, list)) for value in inner.values())


@pytest.mark.parametrize("form", FORMS)
def test_rule_12_words_of_fixed_sets_are_upper_case(form: str, node: EurekaNode) -> None:
    """12: whatever was sent, neither lower case nor an empty string comes out."""
    for number, sent in enumerate(("up", "", "nonsense", "Out_Of_Service", None)):
        node.post_instance("ORDERS", f"i-{number}", status=sent, overriddenStatus="", actionType="added")
    for instance in json_instances(node, "/apps", form):
        assert instance["status"] in InstanceStatus.__members__
        assert instance.get("overriddenStatus", "UNKNOWN") in InstanceStatus.__members__
        assert instance["actionType"] in ("ADDED", "MODIFIED", "DELETED")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", LISTS)
def test_rule_13_status_and_update_time_are_always_there(path: str, form: str, full_node: EurekaNode) -> None:
    """13: and in the full form the lease, without which a Java peer skips the instance."""
    for instance in json_instances(full_node, path, form):
        assert instance["status"]
        assert int(instance["lastUpdatedTimestamp"]) > 0
        if form == "full":
            assert len(instance["leaseInfo"]) == 6


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", ["/apps", "/apps/delta", "/vips/orders", "/svips/orders"])
def test_rule_14_version_and_hashcode_are_always_there(path: str, form: str, node: EurekaNode) -> None:
    """14: the hashcode "" while empty; no full or delta answer says -1, upon which Java clients only read in full."""
    for expected_hashcode in ("", "UP_1_"):
        as_json = node.ask("GET", path, headers={**JSON, "X-Eureka-Accept": form}).json["applications"]
        as_xml = ElementTree.fromstring(node.get(path, X_Eureka_Accept=form).content)
        hashcode = "" if path == "/svips/orders" else expected_hashcode
        assert as_json["apps__hashcode"] == (as_xml.findtext("apps__hashcode") or "") == hashcode
        assert as_json["versions__delta"] == as_xml.findtext("versions__delta")
        assert (as_json["versions__delta"] == "-1") == ("vips" in path)
        node.put()
    assert as_xml.find("apps__hashcode") is not None


@pytest.mark.parametrize("path", [*LISTS, *SINGLES, "/status"])
def test_rule_15_a_body_has_its_type_and_lower_case_gzip(path: str, full_node: EurekaNode) -> None:
    """15: Jersey has no reader for a missing type, and compares the encoding letter by letter."""
    for accept in ("application/json", "application/xml", "text/html"):
        for coding in ("gzip", "GZIP", "x-gzip, deflate"):
            answer = full_node.ask("GET", path, headers={"Accept": accept, "Accept-Encoding": coding})
            assert answer.headers["content-type"] in ("application/json", "application/xml")
            assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", [*LISTS, *SINGLES])
def test_rule_16_xml_is_what_py_eureka_client_can_read(path: str, form: str, full_node: EurekaNode) -> None:
    """16: a class, both `enabled`, times that are numbers, names without a colon; nothing that is no XML at all."""
    document = ElementTree.fromstring(full_node.get(path, X_Eureka_Accept=form).content)
    instances = [document] if document.tag == "instance" else list(document.iter("instance"))
    assert instances
    for instance in instances:
        assert _found(instance, "dataCenterInfo").get("class")
        for name in ("port", "securePort"):
            assert _found(instance, name).get("enabled") in ("true", "false")
            assert (_found(instance, name).text or "").isdigit()
        for time in (element for element in instance.iter() if element.tag.endswith("Timestamp")):
            assert (time.text or "").isdigit()
        assert not any(":" in element.tag or "{" in element.tag for element in instance.iter())


def _found(element: ElementTree.Element, name: str) -> ElementTree.Element:
    found = element.find(name)
    assert found is not None
    return found


def test_rule_17_path_segments_are_decoded(node: EurekaNode) -> None:
    """17: Python's `quote` and Spring's WebClient send `%3A`."""
    node.put("ORDERS", "h:app:8080")
    for segment in ("h%3Aapp%3A8080", "h%3aapp:8080", "h:app:8080"):
        assert node.ask("PUT", f"/apps/ORDERS/{segment}", "status=UP").status_code == 200
        assert node.get(f"/instances/{segment}").status_code == 200


def test_rule_18_another_delta_has_another_version(node: EurekaNode) -> None:
    """18: py_eureka_client takes a delta with the pair of version and hashcode seen last for an old one."""
    seen: dict[str, str] = {}
    for step in (
        lambda: None,
        lambda: node.put("ORDERS", "i-1"),
        lambda: node.put("ORDERS", "i-1", host_name="moved"),
        lambda: node.ask("PUT", "/apps/ORDERS/i-1/metadata", "k=v"),
        lambda: node.put("ORDERS", "i-2"),
        lambda: node.ask("DELETE", "/apps/ORDERS/i-2"),
        lambda: node.clock.advance(seconds=181),
        node.registry.sweep_recent_changes,
        lambda: node.put("ORDERS", "i-1"),
    ):
        step()
        shown = node.shown("/apps/delta")
        version, content = shown["versions__delta"], json.dumps(shown["application"])
        assert seen.setdefault(version, content) == content
    assert len(seen) == 8


def test_rule_18_holds_over_a_restart() -> None:
    """Rule 18."""
    before = EurekaNode()
    before.post_instance()
    after = EurekaNode()
    after.clock.advance(seconds=1)
    restarted = build_node(Config(), clock=after.clock)
    restarted.registry.register(an_instance())
    assert restarted.registry.view().delta_serial > before.registry.view().delta_serial


def test_rule_5_a_heartbeat_with_a_bad_timestamp_of_an_unknown_instance_is_404(node: EurekaNode) -> None:
    """Rule 5."""
    heartbeat = "/apps/ORDERS/i-1"
    assert node.ask("PUT", heartbeat, "lastDirtyTimestamp=soon").status_code == 404
    node.put("ORDERS", "i-1")
    assert node.ask("PUT", heartbeat, "lastDirtyTimestamp=soon").status_code == 400
