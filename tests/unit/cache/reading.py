"""Reading from a response cache as a resource does, and looking into what comes out."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any

from eureka_py.cache import Answer, CacheKey, Entity, ResponseCache
from eureka_py.clock import Clock
from eureka_py.codec import JSON, XML, Codec
from eureka_py.config import CacheConfig
from eureka_py.registry.interface import InstanceRegistry

DEFAULTS = CacheConfig()


def a_cache(
    registry: InstanceRegistry, config: CacheConfig = DEFAULTS, *, clock: Clock, codecs: Iterable[Codec] = (JSON, XML)
) -> ResponseCache:
    return ResponseCache(registry, codecs, config, clock=clock)


def a_key(
    entity: Entity,
    name: str = "",
    *,
    content_type: str = JSON.content_type,
    is_compact: bool = False,
    is_gzip: bool = False,
) -> CacheKey:
    return CacheKey(entity, name, content_type, is_compact, is_gzip)


def variants(entity: Entity, name: str = "") -> Iterator[CacheKey]:
    """Return all eight ways to write an entity down."""
    for codec, is_compact, is_gzip in itertools.product((JSON, XML), (False, True), (False, True)):
        yield CacheKey(entity, name, codec.content_type, is_compact, is_gzip)


def body_of(answer: Answer | None) -> bytes | None:
    """Return the body as a client has it after undoing gzip; None for no answer."""
    if answer is None:
        return None
    body = b"".join(answer.body)
    return gzip.decompress(body) if answer.is_gzip else body


def text(cache: ResponseCache, key: CacheKey) -> str:
    body = body_of(cache.get(key))
    assert body is not None
    return body.decode()


def document(cache: ResponseCache, entity: Entity, name: str = "") -> Any:
    """Return what is inside of the JSON document's root."""
    (root,) = json.loads(text(cache, a_key(entity, name))).values()
    return root


def ids(cache: ResponseCache, entity: Entity, name: str = "") -> list[str]:
    """Return the ids of all instances in an answer, sorted."""
    root = document(cache, entity, name)
    applications = [root] if entity is Entity.APPLICATION else root["application"]
    return sorted(instance["instanceId"] for one in applications for instance in one["instance"])
