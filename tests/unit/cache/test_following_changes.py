"""After each kind of change, the next read of every variant of every entity shows it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import pytest

from eureka_py.cache import CacheKey, Entity
from eureka_py.config import Config, EvictionConfig, PreservationConfig
from eureka_py.lease.renewal import RenewClaim
from eureka_py.model import DEFAULT_SCOPE, InstanceInfo, InstanceKey, InstanceStatus
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry
from tests.unit.cache.reading import a_cache, body_of, ids, text, variants

EVICTING = Config(eviction=EvictionConfig(limited=False), preservation=PreservationConfig(enabled=False))
FIRST, SECOND = InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-1"), InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-2")
KEYS = tuple(
    chain(
        variants(Entity.ALL_APPS),
        variants(Entity.ALL_APPS_DELTA),
        variants(Entity.APPLICATION, "ORDERS"),
        variants(Entity.VIP, "orders"),
        variants(Entity.SECURE_VIP, "orders-s"),
    )
)


def an_order_taker(instance_id: str, **fields: object) -> InstanceInfo:
    return an_instance("ORDERS", instance_id, **{"secure_vip_address": "orders-s", **fields})


def registration(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.register(an_order_taker("i-3"))


def registration_anew(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.register(an_order_taker("i-1", host_name="moved.example.org"))


def older_registration(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.register(an_order_taker("i-1", last_dirty_timestamp=1))


def overridden_status(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.update_status(FIRST, InstanceStatus.OUT_OF_SERVICE)


def end_of_an_override(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.delete_status_override(SECOND)


def metadata(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.update_metadata(FIRST, {"zone": "z2"})


def override_in_a_peers_heartbeat(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    newer = RenewClaim(clock.wall_ms(), InstanceStatus.OUT_OF_SERVICE)
    registry.renew(FIRST, newer, is_replication=True)


def cancellation(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.cancel(FIRST)


def last_cancellation(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.cancel(FIRST)
    registry.cancel(SECOND)


def eviction(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    clock.advance(seconds=91)
    assert registry.evict() == 1


def move_to_other_vips(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.register(an_order_taker("i-1", vip_address="other", secure_vip_address="other-s"))


@pytest.mark.parametrize(
    "change",
    [
        registration,
        registration_anew,
        older_registration,
        overridden_status,
        end_of_an_override,
        metadata,
        override_in_a_peers_heartbeat,
        cancellation,
        last_cancellation,
        eviction,
        move_to_other_vips,
    ],
    ids=lambda change: change.__name__,
)
@pytest.mark.parametrize("key", KEYS, ids=lambda key: "-".join(str(part) for part in key))
def test_the_next_read_shows_a_change(
    key: CacheKey, change: Callable[[PeerAwareInstanceRegistry, FakeClock], None], clock: FakeClock
) -> None:
    registry = a_registry(EVICTING, clock=clock)
    cache = a_cache(registry, clock=clock)
    registry.register(an_order_taker("i-1"))
    registry.register(an_order_taker("i-2"))
    registry.update_status(SECOND, InstanceStatus.OUT_OF_SERVICE)  # also renews: eviction takes the first one only
    before = body_of(cache.get(key))
    assert before is not None
    clock.advance(seconds=1)

    change(registry, clock)

    after = body_of(cache.get(key))
    assert after != before
    assert after == body_of(a_cache(registry, clock=clock).get(key)), "as from a cache that never saw the past"


OLD = (*variants(Entity.VIP, "old"), *variants(Entity.SECURE_VIP, "old"))


@pytest.mark.parametrize("old", OLD)
def test_an_instance_that_moves_leaves_its_old_address(old: CacheKey, clock: FakeClock) -> None:
    """Netflix invalidates the new address alone: D52 of eureka-server.md; and of compact answers neither: D50."""
    new = old._replace(name="new")
    registry = a_registry(clock=clock)
    cache = a_cache(registry, clock=clock)
    registry.register(an_instance(vip_address="old", secure_vip_address="old"))
    assert "i-1.example.org" in text(cache, old)
    assert "i-1.example.org" not in text(cache, new)

    registry.register(an_instance(vip_address="new", secure_vip_address="new"))

    assert "i-1.example.org" not in text(cache, old)
    assert "i-1.example.org" in text(cache, new)


@pytest.mark.parametrize("address", ["blue", "green", "red"])
@pytest.mark.parametrize("entity", [Entity.VIP, Entity.SECURE_VIP])
def test_each_address_of_a_comma_list_follows(entity: Entity, address: str, clock: FakeClock) -> None:
    """Netflix invalidates the list as if it were one address: D51 of eureka-server.md."""
    registry = a_registry(clock=clock)
    cache = a_cache(registry, clock=clock)
    assert ids(cache, entity, address) == []
    listed = "blue, green,red"
    for count, instance_id in enumerate(("i-1", "i-2"), start=1):
        registry.register(an_instance("ORDERS", instance_id, vip_address=listed, secure_vip_address=listed))
        assert len(ids(cache, entity, address)) == count
    registry.cancel(FIRST)
    assert ids(cache, entity, address) == ["i-2"]


def test_an_address_dropped_from_a_comma_list_is_left(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, clock=clock)
    registry.register(an_instance(vip_address="blue,green"))
    assert ids(cache, Entity.VIP, "blue") == ids(cache, Entity.VIP, "green") == ["i-1"]
    registry.register(an_instance(vip_address="green"))
    assert (ids(cache, Entity.VIP, "blue"), ids(cache, Entity.VIP, "green")) == ([], ["i-1"])


def test_an_address_that_several_applications_list_shows_them_all(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, clock=clock)
    registry.register(an_instance("ORDERS", "i-1", vip_address="shared"))
    assert ids(cache, Entity.VIP, "shared") == ["i-1"]
    registry.register(an_instance("BILLING", "i-2", vip_address="shared"))
    assert ids(cache, Entity.VIP, "shared") == ["i-1", "i-2"]


def test_a_delta_forgets_what_is_beyond_the_retention_window(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, clock=clock)
    registry.register(an_instance())
    assert ids(cache, Entity.ALL_APPS_DELTA) == ["i-1"]
    clock.advance(seconds=180, ms=1)
    registry.sweep_recent_changes()
    assert ids(cache, Entity.ALL_APPS_DELTA) == []


def test_a_change_elsewhere_leaves_an_answer_as_it_is(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, clock=clock)
    registry.register(an_order_taker("i-1"))
    keys = [key for key in KEYS if key.entity not in (Entity.ALL_APPS, Entity.ALL_APPS_DELTA)]
    before = [cache.get(key) for key in keys]
    registry.register(an_instance("BILLING", "i-9"))
    assert all(cache.get(key) is answer for key, answer in zip(keys, before, strict=True))
