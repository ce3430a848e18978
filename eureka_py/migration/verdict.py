"""What becomes of a property."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import tomlkit

from eureka_py.config.keys import Key, Value
from eureka_py.config.secrets import masked
from eureka_py.migration.properties import Property


class Kind(enum.Enum):
    """How a property is judged."""

    TAKEN = "taken"
    """It is in our file."""
    DEFAULT = "default"
    """It says what is so anyway."""
    NO_MEANING = "no meaning"
    """It is known, and there is nothing to say about it in our file."""
    TO_DO = "to do"
    """It needs a hand: the sentence says what to do."""
    REPLACED = "replaced"
    """A later one says the same thing otherwise."""
    NOT_UNDERSTOOD = "not understood"
    """It is in our file as a comment, so that nothing is lost."""


@dataclass(frozen=True)
class Verdict:
    """The judgement on one property, as a sentence. `key` and `value` are there for what is taken or default."""

    subject: Property
    kind: Kind
    sentence: str
    key: Key | None = None
    value: Value | None = None


def taken(subject: Property, key: Key, value: Value, remark: str = "") -> Verdict:
    """Judge a property that one of our settings stands for."""
    if value == key.default:
        sentence = f"already the default: {key.dotted} = {shown(value)}{remark}"
        return Verdict(subject, Kind.DEFAULT, sentence, key, value)
    return Verdict(subject, Kind.TAKEN, f"taken as {key.dotted} = {shown(value)}{remark}", key, value)


def no_meaning(subject: Property, reason: str) -> Verdict:
    """Judge a property that is known and means nothing here."""
    return Verdict(subject, Kind.NO_MEANING, f"has no meaning here: {reason}")


def to_do(subject: Property, sentence: str) -> Verdict:
    """Judge a property that somebody has to look after."""
    return Verdict(subject, Kind.TO_DO, sentence)


def not_understood(subject: Property, reason: str = "not understood") -> Verdict:
    """Judge a property that is kept as a comment only."""
    return Verdict(subject, Kind.NOT_UNDERSTOOD, f"{reason}; kept as a comment")


def shown(value: Value) -> str:
    """Return a value as our file writes it, without the credentials that a URL may hold."""
    return masked("", tomlkit.item(list(value) if isinstance(value, tuple) else value).as_string())
