"""Properties as they stand in files of a Java server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from eureka_py.errors import EurekaError

MOST_PROPERTIES = 5_000
"""No server has so many; what expands to more is an attack or a mistake."""

_INDEXED = re.compile(r"(?P<name>.*[^\]])\[[0-9]+\]", re.DOTALL)


class UnreadableFileError(EurekaError):
    """A file is not what it should be. `line` counts from 1; 0 stands for the file as a whole."""

    def __init__(self, file: str, reason: str, line: int = 0) -> None:
        super().__init__(f"{Place(file, line)}: {reason}")
        self.file = file
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Place:
    """Where a property stands."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Property:
    """One property with its whole name; a list of texts is one text with commas."""

    name: str
    value: str
    place: Place


@dataclass(frozen=True)
class Document:
    """Properties that count together. `profiles`: for which profiles, as the file says it; None: for all."""

    place: Place
    properties: tuple[Property, ...]
    profiles: str | None = None


def with_joined_lists(properties: Iterable[Property]) -> Iterator[Property]:
    """Join `name[0]`, `name[1]` ... to one property `name`, where the first of them stands."""
    joined: dict[tuple[str, int], Property] = {}
    for number, each in enumerate(properties):
        match = _INDEXED.fullmatch(each.name)
        if match is None:
            joined[each.name, number] = each
            continue
        slot = (match["name"], -1)
        first = joined.get(slot)
        value = each.value if first is None else f"{first.value},{each.value}"
        joined[slot] = replace(first or each, name=match["name"], value=value)
    yield from joined.values()
