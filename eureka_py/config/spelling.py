"""How names of settings are spelled, here and on Java's servers."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

NETFLIX_PREFIX = "eureka."
SPRING_SERVER_PREFIX = "eureka.server."
ENVIRONMENT_PREFIX = "EUREKA_PY_"

_LIKENESS = 0.65
"""From 0 to 1. Less alike than this, a name says nothing of what was meant."""
_LONGEST_NAME = 200
"""No name comes near this; comparing takes time in the square of it."""


def relaxed(name: str) -> str:
    """Return what is equal for all spellings that Spring takes for the same name, as `a.bCd`, `a.b-cd` and `a.b_cd`."""
    return name.lower().replace("-", "").replace("_", "")


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like `name`, None if none is; case and separators say little of what was
    meant, and a prefix that many names share says nothing."""
    if len(name) > _LONGEST_NAME:
        return None
    names = [_Spelled(candidate, _letters(candidate)) for candidate in known]
    meant = _letters(name)
    all_letters = sorted({spelled.letters for spelled in names})
    close = difflib.get_close_matches(meant, all_letters, n=1, cutoff=_LIKENESS) or _ending(all_letters, meant)[:1]
    same_letters = (spelled.name for spelled in names if spelled.letters in close)
    return max(same_letters, key=lambda candidate: SequenceMatcher(None, candidate, name).ratio(), default=None)


class _Spelled(NamedTuple):
    name: str
    letters: str


def _letters(name: str) -> str:
    bare = name.removeprefix(SPRING_SERVER_PREFIX).removeprefix(NETFLIX_PREFIX).removeprefix(ENVIRONMENT_PREFIX)
    return "".join(letter for letter in bare.lower() if letter.isalnum())


def _ending(all_letters: Iterable[str], meant: str) -> list[str]:
    return [letters for letters in all_letters if meant and letters.endswith(meant)]
