from __future__ import annotations

from eureka_py.cache import CacheKey, Entity, ResponseCache
from eureka_py.codec import JSON, XML
from eureka_py.config import CacheConfig
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry


def test_a_cancel_takes_the_answer_out_of_the_cache() -> None:
    """RC-01."""
    clock = FakeClock()
    registry = a_registry(clock=clock)
    cache = ResponseCache(registry, (JSON, XML), CacheConfig(), clock=clock)
    key = CacheKey(Entity.APPLICATION, "MYAPP", JSON.content_type, is_compact=False, is_gzip=False)
    registry.register(an_instance("MYAPP", "blah"))
    assert cache.get(key) is not None
    assert registry.cancel(an_instance("MYAPP", "blah").key(), is_replication=True)
    assert cache.get(key) is None
