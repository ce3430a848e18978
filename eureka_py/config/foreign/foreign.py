"""Finding a property that is known, but has no meaning here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from eureka_py.config.foreign.client import CLIENT
from eureka_py.config.foreign.server import SERVER
from eureka_py.config.foreign.spring_boot import SPRING_BOOT
from eureka_py.config.spelling import NETFLIX_PREFIX, SPRING_SERVER_PREFIX, relaxed

ANY_PART = "*"
"""Stands for one part of a name: `serviceUrl.*`."""
ANY_REST = "**"
"""Stands for all parts that follow, at least one: `spring.**`."""


@dataclass(frozen=True)
class Foreign:
    """A property under its names, whole, which may hold `*` and `**`. `reason`: why it has no meaning here."""

    netflix: str | None
    spring: str | None
    reason: str

    def owner(self, name: str) -> str:
        """Return whose property this is under that name."""
        return "Spring" if self.spring and _matches(relaxed(name), _parts(self.spring)) else "Netflix"


def foreign_named(name: str) -> Foreign | None:
    """Find a property by one of its names, in any of Spring's spellings; those of Netflix's server, also bare."""
    spelled = relaxed(name)
    exact = _by_name().get(spelled)
    return exact or next((foreign for pattern, foreign in _patterns() if _matches(spelled, pattern)), None)


@cache
def all_foreign() -> tuple[Foreign, ...]:
    """Return all of them, in the order in which they are documented; a more special pattern comes first."""
    client = (Foreign(netflix or None, spring or None, reason) for netflix, spring, reason in _rows(CLIENT))
    boot = (Foreign(None, name, reason) for reason, names in SPRING_BOOT.items() for name in names)
    return (*_server(), *client, *boot)


@cache
def _server() -> tuple[Foreign, ...]:
    return tuple(
        Foreign(
            netflix=NETFLIX_PREFIX + netflix if netflix else None,
            spring=SPRING_SERVER_PREFIX + spring if spring else None,
            reason=reason,
        )
        for netflix, spring, reason in _rows(SERVER)
    )


def _rows(table: Mapping[str, Iterable[tuple[str, str]]]) -> Iterable[tuple[str, str, str]]:
    return ((netflix, spring, reason) for reason, names in table.items() for netflix, spring in names)


@cache
def _by_name() -> Mapping[str, Foreign]:
    names = {name: foreign for foreign in all_foreign() for name in (foreign.netflix, foreign.spring) if name}
    # Bare, only the names of the server are unmistakable: those of its client include `name` and `port`.
    bare = {foreign.netflix.removeprefix(NETFLIX_PREFIX): foreign for foreign in _server() if foreign.netflix}
    plain = {relaxed(name): foreign for name, foreign in (names | bare).items() if ANY_PART not in name}
    return MappingProxyType(plain)


@cache
def _patterns() -> tuple[tuple[tuple[str, ...], Foreign], ...]:
    return tuple(
        (_parts(name), foreign)
        for foreign in all_foreign()
        for name in (foreign.netflix, foreign.spring)
        if name and ANY_PART in name
    )


def _parts(pattern: str) -> tuple[str, ...]:
    return tuple(relaxed(pattern).split("."))


def _matches(name: str, pattern: tuple[str, ...]) -> bool:
    parts = name.split(".")
    if pattern[-1] == ANY_REST:
        head = len(pattern) - 1
        return len(parts) > head and _all_match(parts[:head], pattern[:head])
    return len(parts) == len(pattern) and _all_match(parts, pattern)


def _all_match(parts: Iterable[str], pattern: Iterable[str]) -> bool:
    return all(wanted in (ANY_PART, part) for part, wanted in zip(parts, pattern, strict=True))
