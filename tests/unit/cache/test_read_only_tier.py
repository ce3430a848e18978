from __future__ import annotations

import threading

import pytest

from eureka_py.cache import Entity
from eureka_py.config import CacheConfig
from eureka_py.model import DEFAULT_SCOPE, InstanceKey, InstanceStatus
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry
from tests.unit.cache.reading import a_cache, a_key, document, ids
from tests.unit.cache.watched_registry import WatchedRegistry

KEY = InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-1")
AS_NETFLIX = CacheConfig(update_interval_ms=30_000)
READ_YOUR_WRITE = [
    CacheConfig(),
    CacheConfig(update_interval_ms=0),
    CacheConfig(update_interval_ms=30_000, use_read_only=False),
]
PATIENCE_S = 10


def test_by_default_a_read_sees_the_last_write() -> None:
    assert CacheConfig().update_interval_ms == 0


@pytest.mark.parametrize("config", READ_YOUR_WRITE)
def test_without_the_tier_a_read_sees_the_last_write(config: CacheConfig, clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, config, clock=clock)
    for count in range(1, 4):
        registry.register(an_instance("ORDERS", f"i-{count}"))
        assert len(ids(cache, Entity.ALL_APPS)) == len(ids(cache, Entity.APPLICATION, "ORDERS")) == count
        assert len(ids(cache, Entity.VIP, "orders")) == len(ids(cache, Entity.ALL_APPS_DELTA)) == count


def test_readers_see_one_version_until_it_is_as_old_as_allowed(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, AS_NETFLIX, clock=clock)
    registry.register(an_instance("ORDERS", "i-1"))
    before = cache.get(a_key(Entity.ALL_APPS))
    registry.register(an_instance("ORDERS", "i-2"))
    clock.advance(seconds=29, ms=999)
    assert cache.get(a_key(Entity.ALL_APPS)) is before
    clock.advance(ms=1)
    assert ids(cache, Entity.ALL_APPS) == ["i-1", "i-2"]


def test_the_version_is_picked_at_the_first_read(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, AS_NETFLIX, clock=clock)
    clock.advance(seconds=29)
    registry.register(an_instance("ORDERS", "i-1"))
    assert ids(cache, Entity.ALL_APPS) == ["i-1"]
    clock.advance(seconds=29)
    registry.register(an_instance("ORDERS", "i-2"))
    assert ids(cache, Entity.ALL_APPS) == ["i-1"], "29 s old by now, not 58"


def test_all_entities_are_of_the_picked_version_even_when_first_read_later(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, AS_NETFLIX, clock=clock)
    registry.register(an_instance("ORDERS", "i-1", secure_vip_address="orders-s"))
    cache.get(a_key(Entity.ALL_APPS))

    registry.update_status(KEY, InstanceStatus.OUT_OF_SERVICE)
    registry.register(an_instance("BILLING", "i-2", vip_address="orders"))

    assert _statuses(document(cache, Entity.APPLICATION, "ORDERS")) == ["UP"]
    assert cache.get(a_key(Entity.APPLICATION, "BILLING")) is None
    for entity, name in ((Entity.ALL_APPS_DELTA, ""), (Entity.VIP, "orders"), (Entity.SECURE_VIP, "orders-s")):
        (application,) = document(cache, entity, name)["application"]
        assert _statuses(application) == ["UP"]
    assert document(cache, Entity.ALL_APPS_DELTA)["apps__hashcode"] == "UP_1_"


def _statuses(application: dict[str, list[dict[str, str]]]) -> list[str]:
    return [instance["status"] for instance in application["instance"]]


def test_a_cancelled_application_is_shown_until_the_next_version(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, AS_NETFLIX, clock=clock)
    registry.register(an_instance())
    cache.get(a_key(Entity.ALL_APPS))
    registry.cancel(KEY)
    assert ids(cache, Entity.APPLICATION, "ORDERS") == ["i-1"]
    clock.advance(seconds=30)
    assert cache.get(a_key(Entity.APPLICATION, "ORDERS")) is None


def test_two_readers_at_the_moment_of_picking_get_the_same_version(clock: FakeClock) -> None:
    """Were both to pick, the slower one would put an older version in place of a newer one."""
    registry = WatchedRegistry(clock)
    registry.register(an_instance("ORDERS", "i-1"))
    cache = a_cache(registry, AS_NETFLIX, clock=clock)
    seen: list[list[str]] = []
    other = threading.Thread(target=lambda: seen.append(ids(cache, Entity.ALL_APPS)))
    starts = iter([other])

    def let_the_other_read_a_newer_version() -> None:
        for reader in starts:
            registry.register(an_instance("ORDERS", "i-2"))
            reader.start()
            reader.join(0.1)  # long enough to pick, if it does

    registry.after_view = let_the_other_read_a_newer_version
    seen.append(ids(cache, Entity.ALL_APPS))
    other.join(PATIENCE_S)
    seen.append(ids(cache, Entity.ALL_APPS))
    assert seen == [["i-1"]] * 3
