from __future__ import annotations

from eureka_py.cache import Entity, EntityFigures
from eureka_py.config import CacheConfig
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry
from tests.unit.cache.reading import a_cache, a_key

ALL, ORDERS = a_key(Entity.ALL_APPS), a_key(Entity.APPLICATION, "ORDERS")


def test_the_first_read_builds_and_the_next_ones_hit(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    registry.register(an_instance())
    cache = a_cache(registry, clock=clock)
    answers = [cache.get(ORDERS) for _ in range(3)]
    assert answers[0] is not None
    figures = cache.figures().by_entity
    assert figures[Entity.APPLICATION] == EntityFigures(2, 1, 0, answers[0].size_bytes())
    assert figures[Entity.VIP] == EntityFigures(0, 0, 0, 0)


def test_a_change_is_a_miss(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    registry.register(an_instance())
    cache = a_cache(registry, clock=clock)
    cache.get(ORDERS)
    registry.register(an_instance("ORDERS", "i-2"))
    cache.get(ORDERS)
    assert cache.figures().by_entity[Entity.APPLICATION][:2] == (0, 2)


def test_what_does_not_exist_is_neither(clock: FakeClock) -> None:
    cache = a_cache(a_registry(clock=clock), clock=clock)
    assert cache.get(ORDERS) is None
    assert cache.figures().by_entity[Entity.APPLICATION] == EntityFigures(0, 0, 0, 0)


def test_fragments_are_held_until_nobody_reads_them(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    registry.register(an_instance())
    cache = a_cache(registry, CacheConfig(), clock=clock)
    answer = cache.get(ALL)
    assert answer is not None
    assert 0 < cache.figures().fragments_bytes < answer.size_bytes()
    clock.advance(seconds=601)
    cache.forget_idle()
    assert cache.figures().fragments_bytes == 0
    assert cache.figures().by_entity[Entity.ALL_APPS].held_bytes == 0


def test_fragments_that_find_no_room_are_not_held(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    registry.register(an_instance())
    cache = a_cache(registry, CacheConfig(max_bytes=20), clock=clock)
    assert cache.get(ALL) is not None
    assert cache.figures().fragments_bytes == 0


class SlowCodecClock(FakeClock):
    """Lets a second pass at each look at the time."""

    def monotonic_ns(self) -> int:
        self.advance(seconds=1)
        return super().monotonic_ns()


def test_the_time_of_making_is_measured() -> None:
    registry = a_registry()
    registry.register(an_instance())
    cache = a_cache(registry, clock=SlowCodecClock())
    cache.get(ORDERS)
    assert cache.figures().by_entity[Entity.APPLICATION].build_ns == 1_000_000_000


def test_looking_at_the_figures_is_no_use_of_an_answer(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    for name in ("A", "B", "C"):
        registry.register(an_instance(name))
    probe = a_cache(registry, clock=clock).get(a_key(Entity.APPLICATION, "A"))
    assert probe is not None
    room = 5 * probe.size_bytes()  # half of it for answers: two of three
    cache = a_cache(registry, CacheConfig(max_bytes=room), clock=clock)
    for name in ("A", "B", "A"):
        cache.get(a_key(Entity.APPLICATION, name))
    assert cache.figures().by_entity[Entity.APPLICATION].held_bytes == 2 * probe.size_bytes()
    cache.get(a_key(Entity.APPLICATION, "C"))
    before = cache.figures().by_entity[Entity.APPLICATION]
    cache.get(a_key(Entity.APPLICATION, "A"))
    after = cache.figures().by_entity[Entity.APPLICATION]
    assert (after.hits - before.hits, after.held_bytes) == (1, 2 * probe.size_bytes()), "B went, not A"
