"""Equal to the byte with what Netflix's server wrote, where we follow it."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from eureka_py.codec import JSON, XML
from eureka_py.model import Application, Applications, InstanceInfo
from tests.unit.codec.golden_bodies import golden, golden_object


def held(name: str) -> InstanceInfo:
    return JSON.decode_instance(golden(f"{name}.json"), now_ms=0)


def applications(version: int) -> Applications:
    recorded = golden_object("applications.json")["applications"]
    apps = [
        Application(
            app["name"],
            tuple(JSON.decode_instance(json.dumps({"instance": sent}).encode(), now_ms=0) for sent in app["instance"]),
        )
        for app in recorded["application"]
    ]
    return Applications(tuple(apps), recorded["apps__hashcode"], version)


@pytest.mark.parametrize("name", ["instance", "instance-amazon"])
def test_an_instance_is_written_as_netflix_writes_it(name: str) -> None:
    assert JSON.instance(held(name)) == golden(f"{name}.json")
    assert XML.instance(held(name)) == golden(f"{name}.xml")
    assert XML.instance(XML.decode_instance(golden(f"{name}.xml"), now_ms=0)) == golden(f"{name}.xml")


def test_an_application_is_written_as_netflix_writes_it() -> None:
    app = Application("FULL", (held("instance"),))
    assert JSON.application(app, compact=False) == golden("application.json")
    assert XML.application(app, compact=False) == golden("application.xml")


def test_applications_are_written_as_netflix_writes_them() -> None:
    assert JSON.applications(applications(16), compact=False) == golden("applications.json")
    assert XML.applications(applications(17), compact=False) == golden("applications.xml")


def test_an_empty_registry_is_written_as_netflix_writes_it() -> None:
    assert JSON.applications(Applications((), ""), compact=False) == (
        b'{"applications":{"versions__delta":"1","apps__hashcode":"","application":[]}}'
    )
    assert XML.applications(Applications((), "", -1), compact=False) == (
        b"<applications>\n  <versions__delta>-1</versions__delta>\n  <apps__hashcode></apps__hashcode>\n</applications>"
    )


def test_the_empty_compact_documents_lead_with_version_and_hash() -> None:
    assert JSON.applications(Applications((), ""), compact=True) == (
        b'{"applications":{"versions__delta":"1","apps__hashcode":"","application":[]}}'
    )
    assert XML.applications(Applications((), ""), compact=True) == (
        b"<applications><versions__delta>1</versions__delta><apps__hashcode></apps__hashcode></applications>"
    )


@pytest.mark.parametrize(
    ("name", "recorded"),
    [("instance", "application-compact.json"), ("instance-amazon", "application-amazon-compact.json")],
)
def test_compact_json_has_the_fields_of_netflix_in_canonical_order(name: str, recorded: str) -> None:
    instance = held(name)
    written = json.loads(JSON.application(Application(instance.app_name, (instance,)), compact=True))
    assert written == golden_object(recorded)  # which compares no order
    (fields,) = written["application"]["instance"]
    full = json.loads(JSON.instance(instance))["instance"]
    assert list(fields) == [key for key in full if key in fields]


def test_compact_xml_has_the_elements_of_netflix_in_canonical_order_on_one_line() -> None:
    app = Application("FULL", (held("instance"),))
    written = XML.application(app, compact=True)
    assert b"\n" not in written

    def elements(document: bytes) -> list[tuple[str, str]]:
        (instance,) = ElementTree.fromstring(document).findall("instance")
        return [(child.tag, "".join(child.itertext()).strip()) for child in instance]

    ours = elements(written)
    assert sorted(ours) == sorted(elements(golden("application-compact.xml")))
    full = elements(XML.application(app, compact=False))
    assert ours == [element for element in full if element in ours]


def test_what_registered_as_json_is_shown_as_netflix_showed_it() -> None:
    registered = JSON.decode_instance(golden("register-full.json"), now_ms=0)
    recorded = held("instance")
    shown = replace(  # what the registry sets, and the null in metadata that Netflix makes the string `null`
        registered,
        lease_info=recorded.lease_info,
        last_updated_timestamp=recorded.last_updated_timestamp,
        metadata={**registered.metadata, "nul": "null"},
    )
    assert shown == recorded
    assert registered.lease_info.duration_in_secs == recorded.lease_info.duration_in_secs


def test_what_registered_as_xml_is_what_would_have_registered_as_json() -> None:
    from_xml = XML.decode_instance(golden("register.xml"), now_ms=0)
    assert JSON.decode_instance(JSON.instance(from_xml), now_ms=1) == from_xml
    assert from_xml.metadata == {"zone": "z1", "a_b": "under_score", "sp ace": "v"}
    assert (from_xml.app_name, from_xml.port, from_xml.secure_port) == ("XMLAPP", 8080, 8443)


def test_registrations_of_java_clients_are_read() -> None:
    jersey = JSON.decode_instance(golden("register-jersey3.json"), now_ms=0)
    assert jersey.app_group_name == "ACCEPTANCE"
    assert jersey.metadata["dotted.key-x"] == "<&>\"' x"
    assert (jersey.lease_info.renewal_interval_in_secs, jersey.lease_info.duration_in_secs) == (1, 30)
    spring = JSON.decode_instance(golden("register-spring.json"), now_ms=0)
    assert (spring.app_group_name, spring.secure_health_check_url, spring.action_type) == (None, None, None)
    assert spring.last_dirty_timestamp == 1795249529911
