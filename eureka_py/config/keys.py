"""What each setting is called, holds and means: all read off the dataclasses."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias, cast, get_origin, get_type_hints

from eureka_py.config.settings import Config
from eureka_py.config.spelling import ENVIRONMENT_PREFIX, NETFLIX_PREFIX

Value: TypeAlias = bool | int | float | str | tuple[str, ...]

_UNITS = {"_ms": "ms", "_s": "s", "_bytes": "bytes", "_per_second": "1/s", "_per_minute": "1/min"}
"""How a name ends, and the unit that this says."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """One setting: where it stands, what it holds, and what it is called elsewhere."""

    section: str
    name: str
    kind: type[Value]
    """`bool`, `int`, `float`, `str`, or `tuple` for a list of texts."""
    default: Value
    doc: str
    unit: str | None
    netflix: str | None
    """Netflix's name without the leading `eureka.`."""
    spring: str | None
    """Spring's whole name, in kebab case."""

    @property
    def dotted(self) -> str:
        """Return our name, as in `delta.retention_ms`."""
        return f"{self.section}.{self.name}"

    @property
    def environment(self) -> str:
        """Return the environment variable, as in `EUREKA_PY_DELTA_RETENTION_MS`."""
        return f"{ENVIRONMENT_PREFIX}{self.section}_{self.name}".upper()

    @property
    def netflix_property(self) -> str | None:
        """Return Netflix's whole name, as in `eureka.retentionTimeInMSInDeltaQueue`."""
        return NETFLIX_PREFIX + self.netflix if self.netflix else None


@cache
def section_types() -> Mapping[str, type[Any]]:
    """Return the dataclass of each section, in the order in which they are documented."""
    hints = get_type_hints(Config)
    return MappingProxyType({field.name: hints[field.name] for field in dataclasses.fields(Config)})


@cache
def all_keys() -> tuple[Key, ...]:
    """Return every setting, in the order in which they are documented."""
    return tuple(key for section, kind in section_types().items() for key in _keys_of(section, kind))


def _keys_of(section: str, kind: type[Any]) -> Iterable[Key]:
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        yield Key(
            section=section,
            name=field.name,
            kind=get_origin(hints[field.name]) or hints[field.name],
            default=cast(Value, field.default),  # `setting` gives every field one
            doc=field.metadata["doc"],
            unit=field.metadata["unit"] or _unit_of(field.name),
            netflix=field.metadata["netflix"],
            spring=field.metadata["spring"],
        )


def _unit_of(name: str) -> str | None:
    return next((unit for ending, unit in _UNITS.items() if name.endswith(ending)), None)
