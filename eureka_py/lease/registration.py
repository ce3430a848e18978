"""What came of a registration."""

from __future__ import annotations

import enum
from typing import NamedTuple


class RegisterKind(enum.Enum):
    """How a registration ended. Every other than REGISTERED left all as it was."""

    REGISTERED = "registered"
    UNKNOWN = "unknown"
    """What should be registered anew has no lease."""
    INCOMPLETE = "incomplete"
    """The holder lacks what it must have, or contradicts what was said beside it."""
    BAD_TEXT = "bad text"
    """A name is too long, or a text holds what some format cannot write."""
    TOO_LARGE = "too large"
    """The holder is larger than any may be."""
    FULL = "full"
    """There is no room for a further lease."""


class RegisterOutcome(NamedTuple):
    """How a registration ended; `sentence` says to people why it was refused, if it was."""

    kind: RegisterKind
    sentence: str = ""


REGISTERED = RegisterOutcome(RegisterKind.REGISTERED)
UNKNOWN = RegisterOutcome(RegisterKind.UNKNOWN)
