"""Which documents count: Spring's expressions over profiles, as `prod`, `prod, staging`, `!test & (eu | us)`."""

from __future__ import annotations

import re
from collections.abc import Collection

_TOKEN = re.compile(r"\s*(?:(?P<name>[^\s!&|(),]+)|(?P<sign>[!&|(),]))")
_LONGEST = 1_000
_MOST_LEVELS = 32


class ProfileExpressionError(ValueError):
    """An expression over profiles cannot be read."""


def is_active(expression: str, active: Collection[str]) -> bool:
    """Evaluate an expression; a comma means `or`. Raises: ProfileExpressionError."""
    return _Evaluation(_tokens(expression), active).result()


def _tokens(expression: str) -> list[str]:
    text = expression.strip()
    if len(text) > _LONGEST:
        raise ProfileExpressionError("is too long")
    return [match["name"] or match["sign"] for match in _TOKEN.finditer(text)]


class _Evaluation:
    """Recursive descent: `any` binds weaker than `all`, that weaker than `!`. Every part is evaluated."""

    def __init__(self, tokens: list[str], active: Collection[str]) -> None:
        self._rest = tokens[::-1]
        self._active = active
        self._levels = 0

    def result(self) -> bool:
        value = self._any()
        if self._rest:
            raise ProfileExpressionError(f"has a {self._rest[-1]} too many")
        return value

    def _any(self) -> bool:
        value = self._all()
        while self._takes("|") or self._takes(","):
            value = self._all() or value
        return value

    def _all(self) -> bool:
        value = self._one()
        while self._takes("&"):
            value = self._one() and value
        return value

    def _one(self) -> bool:
        is_negated = False
        while self._takes("!"):
            is_negated = not is_negated
        return (self._in_brackets() if self._takes("(") else self._name()) != is_negated

    def _in_brackets(self) -> bool:
        self._levels += 1
        if self._levels > _MOST_LEVELS:
            raise ProfileExpressionError("has too many brackets")
        value = self._any()
        if not self._takes(")"):
            raise ProfileExpressionError("lacks a )")
        return value

    def _name(self) -> bool:
        if not self._rest or self._rest[-1] in "!&|(),":
            raise ProfileExpressionError("lacks the name of a profile")
        return self._rest.pop() in self._active

    def _takes(self, sign: str) -> bool:
        if self._rest and self._rest[-1] == sign:
            self._rest.pop()
            return True
        return False
