"""The two tiers: one picks the version that readers see, the other keeps answers made from it."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cachetools import TTLCache

from eureka_py.cache.figures import CacheFigures, EntityFigures
from eureka_py.cache.fragments import Fragments, Variant
from eureka_py.cache.key import CacheKey, Entity
from eureka_py.clock import NS_PER_MS, NS_PER_S, Clock
from eureka_py.codec.base import Codec
from eureka_py.config import CacheConfig
from eureka_py.model import Applications
from eureka_py.registry.interface import InstanceRegistry
from eureka_py.registry.view import RegistryView

GZIP_LEVEL = 5
"""On 10,000 instances as JSON two fifths of level 9's time, for 3 % more bytes."""


class Answer(NamedTuple):
    """A ready-made body in buffers that are never joined here, and what it was made from."""

    stamp: tuple[int, ...]
    content_type: str
    is_gzip: bool
    body: tuple[bytes, ...]

    def size_bytes(self) -> int:
        """Return the length of the body."""
        return sum(map(len, self.body))


class _Tally:
    """Counts for one entity. Guarded by the lock of the read-write tier."""

    __slots__ = ("build_ns", "builds", "hits")

    def __init__(self) -> None:
        self.hits = 0
        self.builds = 0
        self.build_ns = 0


class ResponseCache:
    """Answers to the reads that clients repeat.

    The read-only tier holds one view of the registry, at most `update_interval_ms` old: all that is read in that time
    comes from its version. The read-write tier makes answers on demand, and keeps one as long as nothing it tells of
    changed, bounded in bytes and in age. Names that do not exist are not kept. Source: Netflix ResponseCacheImpl.
    """

    def __init__(
        self, registry: InstanceRegistry, codecs: Iterable[Codec], config: CacheConfig, *, clock: Clock
    ) -> None:
        self._registry = registry
        self._codecs: Mapping[str, Codec] = {codec.content_type: codec for codec in codecs}
        self._clock = clock
        self._update_interval_ns = config.update_interval_ms * NS_PER_MS if config.use_read_only else 0
        self._picking = threading.Lock()
        self._picked: RegistryView | None = None
        self._picked_at_ns = 0
        # Half for answers, half for what the largest of them are made from.
        self._fragments = Fragments(self._codecs, max_bytes=config.max_bytes // 2, clock=clock)
        self._making = {entity: threading.Lock() for entity in Entity}
        self._read_write_lock = threading.Lock()
        self._sizes: dict[CacheKey, int] = {}
        self._tallies = {entity: _Tally() for entity in Entity}
        self._read_write: TTLCache[CacheKey, Answer] = TTLCache(
            maxsize=config.max_bytes // 2,
            ttl=config.auto_expiration_s,
            timer=lambda: clock.monotonic_ns() / NS_PER_S,
            getsizeof=Answer.size_bytes,
        )

    def get(self, key: CacheKey) -> Answer | None:
        """Return the answer for the version that readers see now.

        None for an application without instances, and for a delta that lacks changes.
        """
        view = self._readable_view()
        if not _exists(view, key):
            return None
        answer = self._kept(key, view)
        if answer is not None:
            return answer
        if _stamp(view, key) is None:  # an address that no instance lists: nothing to encode, nothing to keep
            return self._made(key, view)
        with self._making[key.entity]:  # one thread makes answers of a kind, those that want the same wait for it
            view = self._readable_view()  # it may be another one after the wait
            answer = self._kept(key, view)
            return answer if answer is not None or not _exists(view, key) else self._made(key, view)

    def figures(self) -> CacheFigures:
        """Return what was read and made since the start, and what is held now."""
        held = dict.fromkeys(Entity, 0)
        with self._read_write_lock:
            # To read the answers themselves would count as their last use.
            self._sizes = {key: self._sizes[key] for key in self._read_write}
            for key, size in self._sizes.items():
                held[key.entity] += size
            by_entity = {
                entity: EntityFigures(tally.hits, tally.builds, tally.build_ns, held[entity])
                for entity, tally in self._tallies.items()
            }
        return CacheFigures(by_entity, self._fragments.held_bytes)

    def forget_idle(self) -> None:
        """Let go of what no one reads any more."""
        with self._making[Entity.ALL_APPS]:
            self._fragments.forget_idle()
        with self._read_write_lock:
            self._read_write.expire()
            self._sizes = {key: self._sizes[key] for key in self._read_write}

    def _kept(self, key: CacheKey, view: RegistryView) -> Answer | None:
        with self._read_write_lock:
            answer = self._read_write.get(key)
            if answer is None or answer.stamp != _stamp(view, key):
                return None
            self._tallies[key.entity].hits += 1
            return answer

    def _readable_view(self) -> RegistryView:
        if self._update_interval_ns == 0:
            return self._registry.view()
        with self._picking:  # of two who pick at once, the slower one would bring back an older version
            now_ns = self._clock.monotonic_ns()
            if self._picked is None or now_ns - self._picked_at_ns >= self._update_interval_ns:
                self._picked = self._registry.view()
                self._picked_at_ns = now_ns
            return self._picked

    def _made(self, key: CacheKey, view: RegistryView) -> Answer:
        began_ns = self._clock.monotonic_ns()
        stamp = _stamp(view, key)
        body = self._body(key, view)
        if key.is_gzip:
            body = (_gzipped(body),)
        self._count_build(key.entity, self._clock.monotonic_ns() - began_ns)
        if stamp is None:  # an address that no instance lists
            return Answer((), key.content_type, key.is_gzip, body)
        answer = Answer(stamp, key.content_type, key.is_gzip, body)
        with self._read_write_lock:
            if (size := answer.size_bytes()) <= self._read_write.maxsize:
                self._read_write[key] = answer
                self._sizes[key] = size
            else:
                self._read_write.pop(key, None)
        return answer

    def _count_build(self, entity: Entity, lasted_ns: int) -> None:
        tally = self._tallies[entity]
        with self._read_write_lock:
            tally.builds += 1
            tally.build_ns += lasted_ns

    def _body(self, key: CacheKey, view: RegistryView) -> tuple[bytes, ...]:
        codec = self._codecs[key.content_type]
        if key.entity is Entity.ALL_APPS:
            fragments = self._fragments.of(Variant(key.content_type, key.is_compact), view.applications)
            return _parts(codec, view.full, fragments, key.is_compact)
        if key.entity is Entity.APPLICATION:
            application = view.applications[key.name]
            return (codec.application(application, compact=key.is_compact),)
        applications = _applications(key, view)
        fragments = [codec.fragment(one, compact=key.is_compact) for one in applications.applications]
        return _parts(codec, applications, fragments, key.is_compact)


def _applications(key: CacheKey, view: RegistryView) -> Applications:
    if key.entity is Entity.ALL_APPS_DELTA:
        return view.delta
    return view.vip(key.name) if key.entity is Entity.VIP else view.secure_vip(key.name)


def _exists(view: RegistryView, key: CacheKey) -> bool:
    """Tell whether there is something to answer with: an address always has an answer, even if no one lists it."""
    if key.entity is Entity.APPLICATION:
        return view.application_version(key.name) is not None
    return key.entity is not Entity.ALL_APPS_DELTA or view.is_delta_complete


def _stamp(view: RegistryView, key: CacheKey) -> tuple[int, ...] | None:
    """Return what moves whenever the answer would be another one; None for what does not exist."""
    if key.entity is Entity.ALL_APPS:
        return view.version, view.refreshed_at_ns
    if key.entity is Entity.ALL_APPS_DELTA:
        return (view.delta_serial,)
    if key.entity is Entity.APPLICATION:
        version = view.application_version(key.name)
    elif key.entity is Entity.VIP:
        version = view.vip_version(key.name)
    else:
        version = view.secure_vip_version(key.name)
    return None if version is None else (version, view.refreshed_at_ns)


def _parts(codec: Codec, applications: Applications, fragments: Iterable[bytes], is_compact: bool) -> tuple[bytes, ...]:
    buffers = [codec.applications_head(applications.version, applications.apps_hashcode, compact=is_compact)]
    for position, fragment in enumerate(fragments):
        if position and codec.separator:
            buffers.append(codec.separator)
        buffers.append(fragment)
    buffers.append(codec.applications_tail)
    return tuple(buffers)


def _gzipped(body: tuple[bytes, ...]) -> bytes:
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, wbits=31)
    return b"".join([*map(packer.compress, body), packer.flush()])
