"""Applications already encoded, so that a change costs the encoding of its own application only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from eureka_py.clock import NS_PER_S, Clock
from eureka_py.codec.base import Codec
from eureka_py.model import Application

IDLE_S = 600
"""A variant that no one read for so long is forgotten."""


class Variant(NamedTuple):
    """One way of writing an application down."""

    content_type: str
    is_compact: bool


class _Encoded(NamedTuple):
    application: Application
    fragment: bytes


class Fragments:
    """The fragment of each application, by variant. A variant exists from its first read.

    All variants together take up to `max_bytes`; beyond that those that were not read for longest are forgotten, and a
    variant larger than that is encoded anew at each call. Not thread-safe: the caller lets one thread at a time in.
    """

    def __init__(self, codecs: Mapping[str, Codec], *, max_bytes: int, clock: Clock) -> None:
        self._codecs = codecs
        self._max_bytes = max_bytes
        self.held_bytes = 0
        """Bytes of all fragments that are kept."""
        self._clock = clock
        self._by_variant: dict[Variant, dict[str, _Encoded]] = {}
        self._read_at_ns: dict[Variant, int] = {}

    def of(self, variant: Variant, applications: Mapping[str, Application]) -> list[bytes]:
        """Return the fragments of all applications in order; those of unchanged ones are not encoded again."""
        self._read_at_ns[variant] = self._clock.monotonic_ns()
        codec = self._codecs[variant.content_type]
        held = self._by_variant.get(variant, {})
        encoded = {}
        for name, application in applications.items():
            known = held.get(name)
            if known is None or known.application is not application:
                known = _Encoded(application, codec.fragment(application, compact=variant.is_compact))
            encoded[name] = known
        self._by_variant.pop(variant, None)
        self._by_variant[variant] = encoded  # the last one is the one read last
        self._forget_surplus()
        return [known.fragment for known in encoded.values()]

    def forget_idle(self) -> None:
        """Forget the variants that no one read for a while."""
        oldest_ns = self._clock.monotonic_ns() - IDLE_S * NS_PER_S
        for variant in [variant for variant, read_at_ns in self._read_at_ns.items() if read_at_ns < oldest_ns]:
            del self._read_at_ns[variant]
            self._by_variant.pop(variant, None)
        self._forget_surplus()

    def _forget_surplus(self) -> None:
        sizes = {variant: _size_bytes(encoded) for variant, encoded in self._by_variant.items()}
        self.held_bytes = sum(sizes.values())
        surplus = self.held_bytes - self._max_bytes
        for variant, size in sizes.items():
            if surplus <= 0:
                return
            del self._by_variant[variant]
            surplus -= size
            self.held_bytes -= size


def _size_bytes(encoded: Mapping[str, _Encoded]) -> int:
    return sum(len(known.fragment) for known in encoded.values())
