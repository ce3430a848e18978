from __future__ import annotations

from eureka_py.config import Config, EvictionConfig, PreservationConfig
from eureka_py.ops.wall_time import wall_time
from eureka_py.testing import an_instance
from tests.integration.ops.operated_node import OperatedNode

PATH = "/ops/self-preservation"


def test_a_quiet_node_says_that_all_is_well() -> None:
    node = OperatedNode()
    node.register("i-1")
    document = node.get(PATH).json
    assert (document["situation"], document["headline"]) == ("all_well", "All well")
    assert (document["is_enabled"], document["is_active"]) == (True, False)
    assert (document["since"], document["since_ms"], document["ends"]) == (None, None, None)
    assert document["now_ms"] == node.clock.wall_ms()
    assert document["now"] == wall_time(node.clock.wall_ms())
    assert document["renewals"] == {
        "unit": "leases",
        "expected": 1,
        "needed": 0,
        "seen": 1,
        "missing": 0,
        "last_minute": 0,
        "expected_per_minute": 2.0,
    }


def test_lost_contact_is_explained_with_its_end_and_what_it_holds_back() -> None:
    node = OperatedNode()
    node.lose_contact(silent=5, renewing=5)
    document = node.get(PATH).json
    assert document["situation"] == "preserving"
    assert document["is_active"] is True
    assert document["since_ms"] == node.clock.wall_ms()
    assert document["ends"] == {
        "when": "3 more leases renew, or 3 silent ones are cancelled",
        "at": None,
        "at_ms": None,
    }
    assert document["renewals"]["missing"] == 3
    assert document["eviction"]["expired"] == 5
    assert document["eviction"]["next_sweep_at_most"] == 0
    assert document["eviction"]["longest_overdue"][0] == {"app": "ORDERS", "id": "gone-000", "overdue_s": 30}


def test_what_is_said_to_end_it_ends_it() -> None:
    node = OperatedNode()
    node.lose_contact(silent=5, renewing=5)
    node.renew("gone-000", "gone-001")
    assert node.get(PATH).json["ends"]["when"].startswith("1 more lease renews")
    node.renew("gone-002")
    assert node.get(PATH).json["situation"] == "all_well"


def test_the_time_limit_is_told_before_and_after() -> None:
    node = OperatedNode(Config(preservation=PreservationConfig(max_duration_s=600)))
    node.lose_contact(silent=5, renewing=0)
    began_ms = node.clock.wall_ms()
    node.registry.evict()  # a sweep takes note, a reader changes nothing
    assert node.get(PATH).json["ends"]["at_ms"] == began_ms + 600_000
    assert node.get(PATH).json["ends"]["at"] == wall_time(began_ms + 600_000)
    node.clock.advance(seconds=600)
    document = node.get(PATH).json
    assert (document["situation"], document["is_active"]) == ("time_limit_reached", False)
    assert (document["since_ms"], document["ends"]) == (began_ms, None)
    assert document["eviction"]["next_sweep_at_most"] == 1


def test_the_list_of_expired_leases_is_bounded_and_counted() -> None:
    node = OperatedNode(Config(eviction=EvictionConfig(limited=False), preservation=PreservationConfig(enabled=False)))
    node.lose_contact(silent=130, renewing=0)
    document = node.get(PATH).json
    eviction = document["eviction"]
    assert document["situation"] == "switched_off_and_below"
    assert (eviction["expired"], eviction["next_sweep_at_most"]) == (130, 130)
    assert (len(eviction["longest_overdue"]), eviction["not_listed"]) == (100, 30)


def test_the_settings_that_rule_are_shown() -> None:
    document = OperatedNode().get(PATH).json
    assert document["arithmetic"]["name"] == "per_lease"
    assert document["settings"] == {
        "preservation.enabled": True,
        "preservation.arithmetic": "per_lease",
        "preservation.renewal_percent_threshold": 0.85,
        "preservation.max_duration_s": 0,
        "preservation.missed_renewals": 2,
        "eviction.interval_ms": 60000,
        "eviction.limited": True,
    }


def test_with_the_global_arithmetic_its_own_settings_are_shown() -> None:
    node = OperatedNode(Config(preservation=PreservationConfig(arithmetic="global")))
    node.register("i-1", "i-2")
    document = node.get(PATH).json
    assert document["renewals"]["unit"] == "renewals per minute"
    assert document["settings"]["preservation.expected_client_renewal_interval_s"] == 30
    assert "preservation.missed_renewals" not in document["settings"]
    assert document["ends"]["when"].endswith("(the node counts renewals from its second minute on)")


def test_a_lease_of_another_scope_says_so() -> None:
    node = OperatedNode()
    node.registry.register(an_instance(), scope="uat")
    node.clock.advance(seconds=91)
    assert node.get(PATH).json["eviction"]["longest_overdue"] == [
        {"app": "ORDERS", "id": "i-1", "overdue_s": 1, "scope": "uat"}
    ]


def test_any_id_can_be_shown() -> None:
    node = OperatedNode()
    ids = ["</script>\n\x00\u202e", "lone \ud800", "ключ"]
    node.register(*ids)
    node.clock.advance(seconds=91)
    result = node.get(PATH)
    assert {lease["id"] for lease in result.json["eviction"]["longest_overdue"]} == set(ids)
    assert result.content.isascii()
