"""Several threads that read at once: an answer is made once, and every answer tells of one moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from eureka_py.cache import Answer, Entity
from eureka_py.model import DEFAULT_SCOPE, InstanceKey, InstanceStatus
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry
from tests.unit.cache.reading import a_cache, a_key, document
from tests.unit.cache.recording_codec import RecordingCodec
from tests.unit.cache.watched_registry import WatchedRegistry

NAMES = a_key(Entity.ALL_APPS, content_type="text/names")
PATIENCE_S = 10


def test_readers_of_one_answer_wait_for_the_one_that_makes_it(clock: FakeClock) -> None:
    registry = WatchedRegistry(clock)
    registry.register(an_instance())
    is_encoding, may_go_on, other_has_its_view = threading.Event(), threading.Event(), threading.Event()

    def be_slow() -> None:
        is_encoding.set()
        assert may_go_on.wait(PATIENCE_S)

    codec = RecordingCodec(before_fragment=be_slow)
    cache = a_cache(registry, clock=clock, codecs=[codec])
    with ThreadPoolExecutor(max_workers=2) as threads:
        first = threads.submit(cache.get, NAMES)
        assert is_encoding.wait(PATIENCE_S)
        registry.after_view = other_has_its_view.set
        second = threads.submit(cache.get, NAMES)
        assert other_has_its_view.wait(PATIENCE_S)
        may_go_on.set()
        assert first.result(PATIENCE_S) is second.result(PATIENCE_S)
    assert codec.names == ["ORDERS"]


def test_an_answer_that_is_ready_is_not_held_up_by_one_that_is_being_made(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    registry.register(an_instance())
    is_encoding, may_go_on = threading.Event(), threading.Event()
    may_go_on.set()

    def be_slow() -> None:
        is_encoding.set()
        assert may_go_on.wait(PATIENCE_S)

    cache = a_cache(registry, clock=clock, codecs=[RecordingCodec(before_fragment=be_slow)])
    ready = cache.get(NAMES)
    is_encoding.clear()
    may_go_on.clear()
    with ThreadPoolExecutor(max_workers=1) as threads:
        slow = threads.submit(cache.get, NAMES._replace(is_compact=True))
        assert is_encoding.wait(PATIENCE_S)
        assert cache.get(NAMES) is ready
        may_go_on.set()
        assert isinstance(slow.result(PATIENCE_S), Answer)


def test_a_failure_leaves_the_cache_usable(clock: FakeClock) -> None:
    failures = [RuntimeError("this once")]

    def fail_once() -> None:
        if failures:
            raise failures.pop()

    registry = a_registry(clock=clock)
    registry.register(an_instance())
    cache = a_cache(registry, clock=clock, codecs=[RecordingCodec(before_fragment=fail_once)])
    with pytest.raises(RuntimeError, match="this once"):
        cache.get(NAMES)
    answer = cache.get(NAMES)
    assert answer is not None
    assert b"ORDERS:i-1" in answer.body


@pytest.mark.parametrize(("entity", "name"), [(Entity.ALL_APPS, ""), (Entity.VIP, "orders")])
def test_body_and_hashcode_are_of_one_version(entity: Entity, name: str, clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, clock=clock)
    for number in range(10):
        registry.register(an_instance("ORDERS", f"i-{number}"))
    is_over = threading.Event()

    def flip_statuses() -> None:
        for number in range(600):
            status = InstanceStatus.UP if number % 3 else InstanceStatus.OUT_OF_SERVICE
            registry.update_status(InstanceKey(DEFAULT_SCOPE, "ORDERS", f"i-{number % 10}"), status)
        is_over.set()

    with ThreadPoolExecutor(max_workers=1) as threads:
        flipping = threads.submit(flip_statuses)
        reads = 0
        while not is_over.is_set() or reads < 10:
            root = document(cache, entity, name)
            statuses = [instance["status"] for one in root["application"] for instance in one["instance"]]
            assert root["apps__hashcode"] == "".join(
                f"{status}_{statuses.count(status)}_" for status in sorted(set(statuses))
            )
            reads += 1
        flipping.result(PATIENCE_S)


def test_a_delta_carries_the_hashcode_of_everything(clock: FakeClock) -> None:
    registry = a_registry(clock=clock)
    cache = a_cache(registry, clock=clock)
    registry.register(an_instance("ORDERS", "i-1"))
    clock.advance(seconds=181)
    registry.sweep_recent_changes()
    registry.register(an_instance("BILLING", "i-2"))
    root = document(cache, Entity.ALL_APPS_DELTA)
    assert [application["name"] for application in root["application"]] == ["BILLING"]
    assert root["apps__hashcode"] == "UP_2_"
