"""The names of the settings: ours, Netflix's and those of environment variables, all derived from the dataclasses."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias, cast, get_origin, get_type_hints

from eureka_py.config.settings import Config
from eureka_py.errors import UnknownSettingError

NETFLIX_PREFIX = "eureka."
ENVIRONMENT_PREFIX = "EUREKA_PY_"
ENVIRONMENT_CONFIG = "EUREKA_PY_CONFIG"
"""Names the file of settings; it is no setting itself."""

Value: TypeAlias = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Key:
    """One setting: where it stands, what it holds, and what it is called elsewhere."""

    section: str
    name: str
    kind: type[Value]
    """`bool`, `int`, `float`, `str`, or `tuple` for a list of texts."""
    default: Value
    doc: str
    netflix: str | None

    @property
    def dotted(self) -> str:
        """Return our name, as in `delta.retention_ms`."""
        return f"{self.section}.{self.name}"

    @property
    def environment(self) -> str:
        """Return the environment variable, as in `EUREKA_PY_DELTA_RETENTION_MS`."""
        return f"{ENVIRONMENT_PREFIX}{self.section}_{self.name}".upper()


@cache
def section_types() -> Mapping[str, type[Any]]:
    """Return the dataclass of each section, in the order in which they are documented."""
    hints = get_type_hints(Config)
    return MappingProxyType({field.name: hints[field.name] for field in dataclasses.fields(Config)})


@cache
def all_keys() -> tuple[Key, ...]:
    """Return every setting, in the order in which they are documented."""
    return tuple(key for section, kind in section_types().items() for key in _keys_of(section, kind))


def key_named(name: str, origin: str) -> Key:
    """Find a setting by our name or by Netflix's, the latter with or without the leading `eureka.`."""
    return _find(name, _keys_by_name(), origin)


def key_of_variable(variable: str) -> Key:
    """Find a setting by its environment variable."""
    return _find(variable, _keys_by_variable(), "the environment")


def _keys_of(section: str, kind: type[Any]) -> Iterable[Key]:
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        yield Key(
            section=section,
            name=field.name,
            kind=get_origin(hints[field.name]) or hints[field.name],
            default=cast(Value, field.default),  # `setting` gives every field one
            doc=field.metadata["doc"],
            netflix=field.metadata["netflix"],
        )


def _find(name: str, known: Mapping[str, Key], origin: str) -> Key:
    key = known.get(name)
    if key is None:
        raise UnknownSettingError(name, nearest_name(name, known), origin=origin)
    return key


def nearest_name(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like `name`; case and separators say little of what was meant."""
    spelled = {_letters(candidate): candidate for candidate in known}
    return spelled[difflib.get_close_matches(_letters(name), spelled, n=1, cutoff=0.0)[0]]


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


@cache
def _keys_by_name() -> Mapping[str, Key]:
    names = {key.dotted: key for key in all_keys()}
    for key in all_keys():
        if key.netflix:
            names[NETFLIX_PREFIX + key.netflix] = key
            names[key.netflix] = key
    return names


@cache
def _keys_by_variable() -> Mapping[str, Key]:
    return {key.environment: key for key in all_keys()}
