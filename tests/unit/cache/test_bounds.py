"""Memory: answers are bounded in bytes and in age, and none of that is seen in what is answered."""

from __future__ import annotations

import sys

import pytest

from eureka_py.cache import Entity, ResponseCache
from eureka_py.cache.fragments import IDLE_S
from eureka_py.config import CacheConfig, Config
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry
from tests.unit.cache.reading import a_cache, a_key, body_of, ids
from tests.unit.cache.recording_codec import RecordingCodec

APP_NAMES = [f"APP-{number}" for number in range(8)]


def a_full_cache(max_bytes: int, *, clock: FakeClock) -> ResponseCache:
    registry = a_registry(clock=clock)
    for name in APP_NAMES:
        registry.register(an_instance(name, f"{name}:1"))
    return a_cache(registry, CacheConfig(max_bytes=max_bytes), clock=clock)


@pytest.mark.parametrize("max_bytes", [1, 1_500, 4_000, 1_000_000])
def test_answers_are_right_however_little_is_kept(max_bytes: int, clock: FakeClock) -> None:
    cache = a_full_cache(max_bytes, clock=clock)
    for _ in range(3):
        assert ids(cache, Entity.ALL_APPS) == sorted(f"{name}:1" for name in APP_NAMES)
        for name in APP_NAMES:
            assert ids(cache, Entity.APPLICATION, name) == ids(cache, Entity.VIP, name.lower()) == [f"{name}:1"]
        assert cache._read_write.currsize <= max_bytes


def test_an_answer_larger_than_all_that_may_be_kept_is_not_kept(clock: FakeClock) -> None:
    cache = a_full_cache(1, clock=clock)
    assert cache.get(a_key(Entity.ALL_APPS)) is not None
    assert len(cache._read_write) == 0


def test_an_answer_that_grew_too_large_does_not_leave_its_past_behind(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    registry.register(an_instance())
    size = len(body_of(a_cache(registry, clock=clock).get(a_key(Entity.ALL_APPS))) or b"")
    cache = a_cache(registry, CacheConfig(max_bytes=2 * size), clock=clock)  # half of it is for answers
    cache.get(a_key(Entity.ALL_APPS))
    assert len(cache._read_write) == 1
    registry.register(an_instance("BILLING", "i-2"))
    assert ids(cache, Entity.ALL_APPS) == ["i-1", "i-2"]
    assert len(cache._read_write) == 0


def test_the_answers_read_last_are_kept(clock: FakeClock) -> None:
    cache = a_full_cache(2_500, clock=clock)
    for name in APP_NAMES:
        cache.get(a_key(Entity.APPLICATION, name))
    last = a_key(Entity.APPLICATION, APP_NAMES[-1])
    assert cache.get(last) is cache.get(last)
    assert 0 < len(cache._read_write) < len(APP_NAMES)


def test_what_no_one_reads_is_let_go(clock: FakeClock) -> None:
    cache = a_full_cache(1_000_000, clock=clock)
    answer = cache.get(a_key(Entity.ALL_APPS))
    held = sys.getrefcount(answer)
    clock.advance(seconds=CacheConfig().auto_expiration_s, ms=-1)
    cache.forget_idle()
    assert sys.getrefcount(answer) == held
    clock.advance(ms=1)
    cache.forget_idle()
    assert sys.getrefcount(answer) == held - 1


def test_fragments_that_no_one_reads_are_let_go(clock: FakeClock) -> None:
    registry = a_registry(Config(cache=CacheConfig(auto_expiration_s=10_000)), clock=clock)
    registry.register(an_instance())
    codec = RecordingCodec()
    cache = a_cache(registry, CacheConfig(auto_expiration_s=10_000), clock=clock, codecs=[codec])
    for idle_s, encoded in ((0, 1), (IDLE_S, 1), (IDLE_S + 1, 2)):
        clock.advance(seconds=idle_s)
        cache.forget_idle()
        cache._read_write.clear()
        cache.get(a_key(Entity.ALL_APPS, content_type=codec.content_type))
        assert len(codec.fragments) == encoded
