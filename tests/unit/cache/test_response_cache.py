from __future__ import annotations

from itertools import chain
from typing import Any

import pytest

from eureka_py.cache import CacheKey, Entity
from eureka_py.config import CacheConfig, Config
from eureka_py.model import DEFAULT_SCOPE, InstanceKey
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry
from tests.unit.cache.reading import a_cache, a_key, body_of, document, ids, variants

KEY = InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-1")
KEYS = tuple(
    chain(
        variants(Entity.ALL_APPS),
        variants(Entity.ALL_APPS_DELTA),
        variants(Entity.APPLICATION, "ORDERS"),
        variants(Entity.VIP, "orders"),
        variants(Entity.SECURE_VIP, "orders-s"),
    )
)


@pytest.mark.parametrize("key", KEYS)
def test_an_answer_says_what_it_is(key: CacheKey, clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    registry.register(an_instance(secure_vip_address="orders-s"))
    answer = a_cache(registry, clock=clock).get(key)
    assert answer is not None
    assert (answer.content_type, answer.is_gzip) == (key.content_type, key.is_gzip)
    assert answer.size_bytes() == len(b"".join(answer.body))


@pytest.mark.parametrize("key", [key for key in KEYS if key.is_gzip])
def test_a_gzip_body_is_the_plain_one_packed(key: CacheKey, clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    for number in range(5):
        registry.register(an_instance("ORDERS", f"ä-{number}", secure_vip_address="orders-s"))
    cache = a_cache(registry, clock=clock)
    assert body_of(cache.get(key)) == body_of(cache.get(key._replace(is_gzip=False)))


@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_made_twice(key: CacheKey, clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    registry.register(an_instance(secure_vip_address="orders-s"))
    cache = a_cache(registry, clock=clock)
    assert cache.get(key) is cache.get(key)


@pytest.mark.parametrize("key", KEYS)
def test_a_renewal_invalidates_nothing(key: CacheKey, clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    registry.register(an_instance(secure_vip_address="orders-s"))
    cache = a_cache(registry, clock=clock)
    before = cache.get(key)
    clock.advance(seconds=30)
    registry.renew(KEY)
    assert cache.get(key) is before


@pytest.mark.parametrize("entity", [Entity.ALL_APPS, Entity.APPLICATION, Entity.VIP])
def test_shown_lease_times_follow_renewals_when_an_answer_expires(entity: Entity, clock: FakeClock) -> None:
    config = Config(cache=CacheConfig(auto_expiration_s=120))
    registry = a_registry(config, clock=clock)
    cache = a_cache(registry, config.cache, clock=clock)
    registry.register(an_instance())
    name = {Entity.APPLICATION: "ORDERS", Entity.VIP: "orders"}.get(entity, "")
    registered_at_ms = _renewal_shown(document(cache, entity, name))
    assert registered_at_ms == clock.wall_ms()

    clock.advance(seconds=60)
    registry.renew(KEY)
    renewed_at_ms = clock.wall_ms()
    clock.advance(seconds=59, ms=999)
    assert _renewal_shown(document(cache, entity, name)) == registered_at_ms
    clock.advance(ms=1)
    assert _renewal_shown(document(cache, entity, name)) == renewed_at_ms


def test_an_answer_made_late_expires_with_what_it_was_made_from(clock: FakeClock) -> None:
    """All answers show the lease times of one moment, and that moment is never too long ago."""
    config = Config(cache=CacheConfig(auto_expiration_s=120))
    registry = a_registry(config, clock=clock)
    cache = a_cache(registry, config.cache, clock=clock)
    registry.register(an_instance())
    registry.view()
    clock.advance(seconds=119)
    cache.get(a_key(Entity.ALL_APPS))
    registry.renew(KEY)
    renewed_at_ms = clock.wall_ms()
    clock.advance(seconds=1)
    assert _renewal_shown(document(cache, Entity.ALL_APPS)) == renewed_at_ms


def _renewal_shown(root: Any) -> Any:
    application = root["application"][0] if "application" in root else root
    (instance,) = application["instance"]
    return instance["leaseInfo"]["lastRenewalTimestamp"]


def test_an_application_without_instances_has_no_answer(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, clock=clock)
    key = a_key(Entity.APPLICATION, "ORDERS")
    assert cache.get(key) is None
    registry.register(an_instance())
    assert cache.get(key) is not None
    registry.cancel(KEY)
    assert cache.get(key) is None


@pytest.mark.parametrize("entity", [Entity.VIP, Entity.SECURE_VIP])
def test_an_unknown_address_has_no_instances(entity: Entity, clock: FakeClock) -> None:
    cache = a_cache(a_registry(clock=clock), clock=clock)
    assert document(cache, entity, "nowhere") == {"versions__delta": "-1", "apps__hashcode": "", "application": []}


def test_answers_for_unknown_names_are_not_kept(clock: FakeClock) -> None:
    """Who asks for a million names that do not exist takes no memory."""
    registry = a_registry(clock=clock)
    registry.register(an_instance())
    cache = a_cache(registry, clock=clock)
    for number in range(50):
        for entity in (Entity.APPLICATION, Entity.VIP, Entity.SECURE_VIP):
            cache.get(a_key(entity, f"unknown-{number}"))
    assert len(cache._read_write) == 0
    cache.get(a_key(Entity.VIP, "orders"))
    assert len(cache._read_write) == 1


@pytest.mark.parametrize("name", ["ALL_APPS", "ALL_APPS_DELTA"])
def test_an_application_may_have_any_name(name: str, clock: FakeClock) -> None:
    """Netflix keeps answers by name alone, so that these two mean something else there."""
    registry = a_registry(clock=clock)
    registry.register(an_instance("ORDERS", "i-1"))
    cache = a_cache(registry, clock=clock)
    everything = ids(cache, Entity.ALL_APPS)
    assert cache.get(a_key(Entity.APPLICATION, name)) is None
    registry.register(an_instance(name, "i-2", vip_address=name))
    assert ids(cache, Entity.APPLICATION, name) == ids(cache, Entity.VIP, name) == ["i-2"]
    assert ids(cache, Entity.ALL_APPS) == ids(cache, Entity.ALL_APPS_DELTA) == [*everything, "i-2"]


def test_applications_are_encoded_once_for_all_answers_of_a_variant(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    registry.register(an_instance())
    cache = a_cache(registry, clock=clock)
    plain, packed = (cache.get(a_key(Entity.ALL_APPS, is_gzip=is_gzip)) for is_gzip in (False, True))
    registry.register(an_instance("BILLING", "i-2"))
    again = cache.get(a_key(Entity.ALL_APPS))
    assert plain is not None
    assert packed is not None
    assert again is not None
    assert again.body[1] is plain.body[1], "the fragment of ORDERS, which did not change"
