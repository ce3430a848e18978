"""All properties that count, for those whose meaning depends on others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from eureka_py.config.foreign import all_foreign
from eureka_py.config.keys import all_keys
from eureka_py.config.spelling import relaxed
from eureka_py.migration.properties import Property


class Context:
    """Finds the value of a property in any spelling; the last one counts."""

    def __init__(self, properties: Iterable[Property]) -> None:
        self._last = {identity(each.name): each for each in properties}

    def values(self, pattern: re.Pattern[str]) -> list[str]:
        """Return the values of all properties whose name, in relaxed spelling, is as the pattern says."""
        return [each.value for name, each in self._last.items() if pattern.fullmatch(name)]

    def get(self, name: str) -> str | None:
        """Return a value, None if nothing gives one."""
        found = self._last.get(identity(name))
        return found.value if found else None

    def last(self, subject: Property) -> Property:
        """Return the property that counts among those with this one's name."""
        return self._last[identity(subject.name)]


def identity(name: str) -> str:
    """Return what is equal for all spellings of a name, the one of environment variables included."""
    return relaxed(_names_by_variable().get(name, name))


def spelled_out(name: str) -> str:
    """Return Spring's name for one that is spelled as an environment variable, any other as it is."""
    return _names_by_variable().get(name, name)


@cache
def _names_by_variable() -> Mapping[str, str]:
    names = [key.spring for key in all_keys()] + [foreign.spring for foreign in all_foreign()]
    return MappingProxyType({_variable(name): name for name in names if name and "*" not in name})


def _variable(name: str) -> str:
    return name.replace("-", "").replace(".", "_").upper()
