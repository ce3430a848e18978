"""Bodies that real Eureka programs wrote: see `golden/README.md`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "golden"


def golden(name: str) -> bytes:
    """Return a recorded body, to the byte."""
    return (_FOLDER / name).read_bytes()


def golden_object(name: str) -> dict[str, Any]:
    """Return what a recorded JSON body holds."""
    value: dict[str, Any] = json.loads(golden(name))
    return value
