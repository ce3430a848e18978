"""Kinds of fields on the Eureka wire, each as lenient as the clients in the field need.

What a reader hands over is text, true, false, None, a list or a dict: see `json_reader` and `xml_reader`.
A field that returns `missing` counts as not sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, fields, missing

from eureka_py.model import ActionType, InstanceStatus

INT32_MAX = 2**31 - 1
INT64_MAX = 2**63 - 1
CLASS_KEY = "@class"

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_EXACT_DIGITS = 20
"""More than 64 bits need. Longer texts go the way of fractions, which no length makes slow."""
_BEYOND_ANY_RANGE = 2.0**70


class Text(fields.Field[str]):
    """A string; a number or a flag is taken as it was written."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return text_of(value)


class UpperText(Text):
    """A string of which the upper case counts."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return text_of(value).upper()


class Status(Text):
    """A status in any letter case; an empty one was not sent, an unknown word is UNKNOWN."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = text_of(value).strip()
        return InstanceStatus.lenient(text) if text else missing


class StrictStatus(Text):
    """A status in any letter case; an empty one was not sent, an unknown word is an error."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = text_of(value).strip()
        status = InstanceStatus.strict(text)
        if text and status is None:
            raise ValidationError("Not a status.")
        return status or missing


class Action(fields.Field[ActionType]):
    """What happened last to an instance; any other word was not sent."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return ActionType.__members__.get(value, missing) if isinstance(value, str) else missing


class Flag(fields.Field[bool]):
    """`true` or `false`, as a string in any letter case or as JSON has it; anything else was not sent."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool):
            return value
        return {"true": True, "false": False}.get(value.strip().lower(), missing) if isinstance(value, str) else missing


class Integer(fields.Field[int]):
    """A whole number. Out of range is an error: what is stored must be readable by Java, and by every JSON reader.

    `unreadable`: what a value that is no number counts as (`missing`: as not sent); None makes it an error.
    `blank`: the same for an empty string; as `unreadable` unless given.
    """

    def __init__(self, *, maximum: int = INT64_MAX, unreadable: Any = None, blank: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._maximum = maximum
        self._unreadable = unreadable
        self._blank = unreadable if blank is None else blank

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        number = whole_number(value)
        if number is None:
            is_blank = isinstance(value, str) and not value.strip()
            instead = self._blank if is_blank else self._unreadable
            if instead is None:
                raise ValidationError("Not a whole number.")
            return instead
        if not -self._maximum - 1 <= number <= self._maximum:
            raise ValidationError("Number out of range.")
        return number


class LeaseTerm(fields.Field[int]):
    """Seconds that a client asks for; none, zero or less leaves the default. Source: Netflix LeaseInfo.Builder.

    The range ends with Java's int, 68 years: one longer term would break the reading of the whole list there.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        seconds = whole_number(value)
        if seconds is None or seconds <= 0:
            return missing
        if seconds > INT32_MAX:
            raise ValidationError("Lease too long.")
        return seconds


class Metadata(fields.Field[Mapping[str, str]]):
    """A flat map of strings. Null values are dropped, so is Java's class marker; a nested value is an error."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Mapping[str, str]:
        if not isinstance(value, dict):
            raise ValidationError("Not a map.")
        kept = {key: text_of(item) for key, item in value.items() if item is not None and key != CLASS_KEY}
        return MappingProxyType(kept)


def text_of(value: Any) -> str:
    """Return a scalar as text. Raises: ValidationError for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    raise ValidationError("Not a string.")


def whole_number(value: Any) -> int | None:
    """Return the number that a text names, None if it names none. A fraction is cut off, as Jackson does."""
    text = value.strip() if isinstance(value, str) else ""
    if _NUMBER.fullmatch(text) is None:
        return None
    if len(text) <= _EXACT_DIGITS and text.lstrip("+-").isdigit():
        return int(text)
    return int(max(-_BEYOND_ANY_RANGE, min(float(text), _BEYOND_ANY_RANGE)))
