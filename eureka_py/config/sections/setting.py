"""How a setting is declared, and how a value is refused."""

from __future__ import annotations

from dataclasses import field
from typing import Any, TypeVar

from eureka_py.errors import ConfigError

T = TypeVar("T")


def setting(
    default: T, doc: str, *, unit: str | None = None, netflix: str | None = None, spring: str | None = None
) -> T:
    """Declare a setting. `doc` is a sentence or two; `unit` is needed only where the name does not end with it.

    `netflix` is the property of Netflix's server, without the leading `eureka.`, and `spring` that of Spring's server,
    whole and in kebab case: only if their values can be taken as they are, units included.
    """
    value: Any = field(default=default, metadata={"doc": doc, "unit": unit, "netflix": netflix, "spring": spring})
    return value  # type: ignore[no-any-return]


def require(is_met: bool, key: str, value: object, expected: str) -> None:
    """Refuse a value that a section cannot use. Raises: ConfigError."""
    if not is_met:
        raise ConfigError(key, value, expected)
