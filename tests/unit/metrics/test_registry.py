from __future__ import annotations

from eureka_py.config import Config, PreservationConfig
from eureka_py.config.settings import GLOBAL
from eureka_py.metrics.changes import ChangeMetrics
from eureka_py.metrics.registry import RegistryMetrics
from eureka_py.model import DEFAULT_SCOPE, InstanceKey, InstanceStatus
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry
from tests.unit.metrics.scrape import Scraped


def key(instance_id: str, app_name: str = "ORDERS") -> InstanceKey:
    return InstanceKey(DEFAULT_SCOPE, app_name, instance_id)


def scraped(registry: PeerAwareInstanceRegistry) -> Scraped:
    return Scraped(RegistryMetrics(registry))


def test_instances_are_counted_by_status_over_all_scopes() -> None:
    registry = a_registry()
    registry.register(an_instance("ORDERS", "i-1"))
    registry.register(an_instance("ORDERS", "i-2", status=InstanceStatus.STARTING))
    registry.register(an_instance("PAY", "i-3"), scope="uat")
    registry.update_status(key("i-1"), InstanceStatus.OUT_OF_SERVICE)
    seen = scraped(registry)
    by_status = {
        status.value: seen.value("eureka_registry_instances", status=status.value) for status in InstanceStatus
    }
    assert by_status == {"UP": 1, "DOWN": 0, "STARTING": 1, "OUT_OF_SERVICE": 1, "UNKNOWN": 0}
    assert seen.value("eureka_registry_applications") == 2
    assert seen.value("eureka_registry_overrides") == 1
    assert seen.value("eureka_registry_version") == 4
    assert seen.value("eureka_delta_changes") == 3
    assert seen.value("eureka_delta_complete") == 1


def test_evicted_and_cancelled_leases_are_told_apart() -> None:
    clock = FakeClock()
    registry = a_registry(Config(preservation=PreservationConfig(enabled=False)), clock=clock)
    registry.register(an_instance("ORDERS", "i-1"))
    registry.register(an_instance("ORDERS", "i-2"))
    registry.cancel(key("i-1"))
    registry.cancel(key("i-1"))
    clock.advance(seconds=91)
    assert registry.evict() == 1
    seen = scraped(registry)
    assert (seen.value("eureka_leases_evicted_total"), seen.value("eureka_leases_cancelled_total")) == (1, 1)


def test_leases_that_self_preservation_holds_back_are_shown_with_its_begin() -> None:
    clock = FakeClock()
    registry = a_registry(clock=clock)
    for number in range(10):
        registry.register(an_instance("ORDERS", f"i-{number}"))
    clock.advance(seconds=200)
    registry.evict()
    began_s = clock.wall_ms() / 1000
    clock.advance(seconds=5)
    seen = scraped(registry)
    assert seen.value("eureka_self_preservation_active") == 1
    assert seen.value("eureka_self_preservation_since_timestamp_seconds") == began_s
    assert seen.value("eureka_leases_expired") == seen.value("eureka_leases_held_back") == 10
    assert seen.value("eureka_leases_evictable") == 0
    names = ("expected", "seen", "threshold")
    assert [seen.value(f"eureka_self_preservation_{name}", counting="leases") for name in names] == [10, 0, 8]


def test_without_self_preservation_expired_leases_are_not_held_back() -> None:
    clock = FakeClock()
    registry = a_registry(Config(preservation=PreservationConfig(enabled=False)), clock=clock)
    registry.register(an_instance())
    clock.advance(seconds=200)
    seen = scraped(registry)
    assert seen.value("eureka_self_preservation_enabled") == 0
    assert seen.value("eureka_self_preservation_since_timestamp_seconds") == 0
    assert seen.value("eureka_leases_expired") == seen.value("eureka_leases_evictable") == 1
    assert seen.value("eureka_leases_held_back") == 0


def test_renewals_are_those_of_the_last_minute_in_netflixs_arithmetic_too() -> None:
    clock = FakeClock()
    registry = a_registry(Config(preservation=PreservationConfig(arithmetic=GLOBAL)), clock=clock)
    registry.register(an_instance())
    clock.advance(seconds=61)
    registry.renew(key("i-1"))
    seen = scraped(registry)
    assert seen.value("eureka_renewals_last_minute") == 1
    assert seen.value("eureka_renewals_expected_per_minute") == 2
    assert seen.value("eureka_self_preservation_seen", counting="renewals_per_minute") == 1


def test_the_figures_are_those_of_the_report() -> None:
    clock = FakeClock()
    registry = a_registry(clock=clock)
    for number in range(20):
        registry.register(an_instance("ORDERS", f"i-{number}"))
    clock.advance(seconds=80)
    for number in range(19):
        registry.renew(key(f"i-{number}"))
    clock.advance(seconds=40)
    report, figures = registry.preservation(), registry.expiration_figures()
    assert figures.state == report.state
    assert figures.expired == len(report.expired) == 1
    assert figures.evictable_now == report.evictable_now == 1
    assert figures.renewals_last_minute == report.renewals_last_minute
    assert figures.expected_renewals_per_minute == report.expected_renewals_per_minute


def test_changes_are_counted_by_kind() -> None:
    registry, changes = a_registry(), ChangeMetrics()
    registry.subscribe(changes)
    registry.register(an_instance())
    registry.renew(key("i-1"))
    registry.update_status(key("i-1"), InstanceStatus.DOWN)
    registry.register(an_instance())
    registry.cancel(key("i-1"))
    seen = Scraped(changes)
    kinds = ("added", "modified", "deleted")
    assert [seen.value("eureka_registry_changes_total", kind=kind) for kind in kinds] == [2, 1, 1]
