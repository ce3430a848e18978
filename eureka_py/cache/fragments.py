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

    Not thread-safe: the caller lets one thread at a time encode a variant.
    """

    def __init__(self, codecs: Mapping[str, Codec], clock: Clock) -> None:
        self._codecs = codecs
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
        self._by_variant[variant] = encoded
        return [known.fragment for known in encoded.values()]

    def forget_idle(self) -> None:
        """Forget the variants that no one read for a while."""
        oldest_ns = self._clock.monotonic_ns() - IDLE_S * NS_PER_S
        for variant in [variant for variant, read_at_ns in self._read_at_ns.items() if read_at_ns < oldest_ns]:
            del self._read_at_ns[variant]
            self._by_variant.pop(variant, None)
