"""Waiting for what another process will do soon, without fixed sleeps."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

PATIENCE_S = 20.0
"""How long a condition may take: several intervals of a client, on a machine that is busy with other things too."""
_PAUSE_S = 0.05


def eventually(
    what: str, probe: Callable[[], Value], until: Callable[[Value], object] = bool, *, within_s: float = PATIENCE_S
) -> Value:
    """Return the first value of `probe` that satisfies `until`, or fail with the last one."""
    give_up_at = time.monotonic() + within_s
    while True:
        value = probe()
        if until(value):
            return value
        if time.monotonic() > give_up_at:
            raise AssertionError(f"not within {within_s:g} s: {what}; last seen: {value!r}")
        time.sleep(_PAUSE_S)
