"""Values of settings: strictly what a setting holds, or a refusal that says what was expected."""

from __future__ import annotations

import math
import re

from eureka_py.config.keys import Key, Value
from eureka_py.errors import ConfigError

_EXPECTED: dict[type[Value], str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    tuple: "a list of texts",
}
_BOOLEANS = {"true": True, "false": False}
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")


def from_text(key: Key, text: str, origin: str) -> Value:
    """Read a value from a flag or an environment variable."""
    value = _parsed(key.kind, text.strip())
    if value is None:
        raise ConfigError(key.dotted, text, _EXPECTED[key.kind], origin=origin)
    return value


def from_toml(key: Key, value: object, origin: str) -> Value:
    """Take a value that TOML has given a type. A whole number serves as a number, and nothing else as anything else."""
    if key.kind is float and type(value) is int:
        value = float(value)
    if key.kind is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    is_usable = type(value) is key.kind and not (isinstance(value, float) and not math.isfinite(value))
    if not is_usable or not isinstance(value, bool | int | float | str):
        raise ConfigError(key.dotted, value, _EXPECTED[key.kind], origin=origin)
    return value


def _parsed(kind: type[Value], text: str) -> Value | None:
    if kind is str:
        return text
    if kind is tuple:
        return tuple(item.strip() for item in text.split(",") if item.strip())
    if kind is bool:
        return _BOOLEANS.get(text.lower())
    if kind is int:
        return int(text) if _WHOLE_NUMBER.fullmatch(text) else None
    return _finite(text)


def _finite(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
