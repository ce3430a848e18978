"""What an operator sets on an instance."""

from __future__ import annotations

import pytest

from eureka_py.config import Config, PreservationConfig
from eureka_py.model import InstanceInfo, InstanceStatus
from tests.unit.resources.face import ORDERS_1, Face


def held(face: Face) -> InstanceInfo:
    instance = face.registry.instance(ORDERS_1)
    assert instance is not None
    return instance


@pytest.mark.parametrize(
    ("query", "metadata"),
    [
        ("", {"zone": "z1"}),
        ("zone=z2", {"zone": "z2"}),
        ("a=1&b=2", {"zone": "z1", "a": "1", "b": "2"}),
        ("a=1&a=2", {"zone": "z1", "a": "1"}),
        ("a=1,2", {"zone": "z1", "a": "1,2"}),
        ("a=&b", {"zone": "z1", "a": "", "b": ""}),
        ("a=x+y&b=x%20y&c=x%2By", {"zone": "z1", "a": "x y", "b": "x y", "c": "x+y"}),
        ("%C3%A4=%E6%97%A5", {"zone": "z1", "ä": "日"}),
    ],
)
def test_metadata_is_what_the_query_says(query: str, metadata: dict[str, str], face: Face) -> None:
    face.register(metadata={"zone": "z1"})
    answer = face.ask("PUT", "/apps/orders/i-1/metadata", query, body="ignored")
    assert (answer.status_code, answer.content) == (200, b"")
    assert dict(held(face).metadata) == metadata


def test_metadata_of_an_expired_instance_is_not_found() -> None:
    face = Face(Config(preservation=PreservationConfig(enabled=False)))
    face.register()
    face.clock.advance(seconds=91)
    assert face.ask("PUT", "/apps/ORDERS/i-1/metadata", "k=v").status_code == 404
    assert face.ask("PUT", "/apps/ORDERS/i-1/status", "value=DOWN").status_code == 404
    assert face.ask("DELETE", "/apps/ORDERS/i-1/status").status_code == 404
    assert face.ask("GET", "/apps/ORDERS/i-1").status_code == 404
    assert face.ask("PUT", "/apps/ORDERS/i-1").status_code == 200, "which revives it"
    assert face.ask("GET", "/apps/ORDERS/i-1").status_code == 200


def test_a_status_is_overridden_and_given_back(face: Face) -> None:
    face.register()
    assert face.ask("PUT", "/apps/ORDERS/i-1/status", "value=out_of_service").status_code == 200
    assert held(face).status is held(face).overridden_status is InstanceStatus.OUT_OF_SERVICE
    assert face.ask("DELETE", "/apps/ORDERS/i-1/status", "value=UP").status_code == 200
    assert (held(face).status, held(face).overridden_status) == (InstanceStatus.UP, InstanceStatus.UNKNOWN)


def test_an_override_to_the_current_status_is_stored(face: Face) -> None:
    """Other than at Netflix, where it is lost: odd case 39 of eureka-wire.md."""
    face.register()
    face.ask("PUT", "/apps/ORDERS/i-1/status", "value=UP")
    assert face.registry.overrides() == {ORDERS_1: InstanceStatus.UP}


def test_without_a_value_the_client_has_to_register_again(face: Face) -> None:
    face.register()
    face.ask("PUT", "/apps/ORDERS/i-1/status", "value=DOWN")
    face.ask("DELETE", "/apps/ORDERS/i-1/status")
    assert held(face).status is InstanceStatus.UNKNOWN
    assert face.ask("PUT", "/apps/ORDERS/i-1").status_code == 404


@pytest.mark.parametrize(("sent", "kept"), [("1", 5_000), ("9000", 9_000)])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_dirty_timestamp_only_grows(method: str, sent: str, kept: int, face: Face) -> None:
    face.register(last_dirty_timestamp=5_000)
    if method == "DELETE":
        face.ask("PUT", "/apps/ORDERS/i-1/status", "value=UP")
    face.ask(method, "/apps/ORDERS/i-1/status", f"value=DOWN&lastDirtyTimestamp={sent}")
    assert held(face).last_dirty_timestamp == kept


def test_one_application_is_not_touched_by_anothers_override(face: Face) -> None:
    face.register("BILLING", "i-1")
    face.register("ORDERS", "i-1")
    face.ask("PUT", "/apps/BILLING/i-1/status", "value=DOWN")
    assert held(face).status is InstanceStatus.UP
