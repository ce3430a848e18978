"""Finding a setting by any of its names: ours, Netflix's, Spring's, or that of an environment variable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from eureka_py.config.foreign import foreign_named
from eureka_py.config.keys import Key, all_keys
from eureka_py.config.spelling import nearest_name, relaxed
from eureka_py.errors import ForeignSettingError, UnknownSettingError

ENVIRONMENT_CONFIG = "EUREKA_PY_CONFIG"
"""Names the file of settings; it is no setting itself."""


def key_named(name: str, origin: str) -> Key:
    """Find a setting by our name, by Netflix's, with or without `eureka.`, or by Spring's, in any of its spellings.

    Raises: ForeignSettingError for a property of theirs that has no meaning here, UnknownSettingError for all else.
    """
    key = find_key(name)
    if key is not None:
        return key
    foreign = foreign_named(name)
    if foreign is None:
        raise UnknownSettingError(name, nearest_name(name, _keys_by_name()), origin=origin)
    raise ForeignSettingError(name, owner=foreign.owner(name), reason=foreign.reason, origin=origin)


def find_key(name: str) -> Key | None:
    """Find a setting as `key_named` does; None if there is none."""
    return _keys_by_name().get(name) or _keys_by_spring_name().get(relaxed(name))


def key_of_variable(variable: str) -> Key:
    """Find a setting by its environment variable. Raises: UnknownSettingError."""
    key = _keys_by_variable().get(variable)
    if key is None:
        raise UnknownSettingError(variable, nearest_name(variable, _keys_by_variable()), origin="the environment")
    return key


@cache
def _keys_by_name() -> Mapping[str, Key]:
    return MappingProxyType({name: key for key in all_keys() for name in _names_of(key)})


def _names_of(key: Key) -> Iterator[str]:
    for name in (key.dotted, key.netflix_property, key.netflix, key.spring):
        if name:
            yield name


@cache
def _keys_by_spring_name() -> Mapping[str, Key]:
    # A name that is also ours, as server.port, is spelled as ours are.
    named = ((key.spring, key) for key in all_keys() if key.spring and key.spring != key.dotted)
    return MappingProxyType({relaxed(spring): key for spring, key in named})


@cache
def _keys_by_variable() -> Mapping[str, Key]:
    return MappingProxyType({key.environment: key for key in all_keys()})
