"""Placeholders within values: `${name}` and `${name:default}`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_MOST_LEVELS = 16
_LONGEST = 4_000
_MOST_REPLACEMENTS = 1_000
"""For all values together: a few lines of placeholders within placeholders could ask for any number."""

_SIGN = re.compile(r"\$\{|\}")


class UnresolvedError(ValueError):
    """A placeholder stands for nothing that the files say."""


@dataclass
class Resolved:
    """A text without placeholders. `defaulted`: the names for which their default was taken."""

    text: str
    defaulted: list[str] = field(default_factory=list)


class Resolver:
    """Puts in what the files say, and else the defaults. `value_of`: what they say of a name, None if nothing."""

    def __init__(self, value_of: Callable[[str], str | None]) -> None:
        self._value_of = value_of
        self._left = _MOST_REPLACEMENTS

    def resolve(self, text: str) -> Resolved:
        """Return a value with its placeholders replaced. Raises: UnresolvedError."""
        resolved = Resolved("")
        resolved.text = self._replaced(text, resolved.defaulted, 0)
        return resolved

    def _replaced(self, text: str, defaulted: list[str], level: int) -> str:
        done, found, rest = text.partition("${")
        if not found:
            return text
        if level > _MOST_LEVELS:
            raise UnresolvedError("its placeholders lead in a circle, or too deep")
        while found:
            _require_short(rest)
            end = _closing(rest)
            done += self._replacement(rest[:end], defaulted, level)
            before, found, rest = rest[end + 1 :].partition("${")
            done += before
            _require_short(done)
        return done

    def _replacement(self, inside: str, defaulted: list[str], level: int) -> str:
        self._left -= 1
        if self._left < 0:
            raise UnresolvedError("the files have too many placeholders")
        name, colon, default = inside.partition(":")
        value = self._value_of(name)
        if value is None and not colon:
            raise UnresolvedError(f"${{{name}}} is not in the files, and has no default")
        if value is None:
            defaulted.append(name)
            value = default
        return self._replaced(value, defaulted, level + 1)


def _require_short(text: str) -> None:
    if len(text) > _LONGEST:
        raise UnresolvedError("it is too long for a value with placeholders")


def _closing(text: str) -> int:
    """Return where the placeholder ends that `text` is the inside of."""
    level = 1
    for sign in _SIGN.finditer(text):
        level += 1 if sign[0] == "${" else -1
        if level == 0:
            return sign.start()
    raise UnresolvedError("a placeholder has no end")
