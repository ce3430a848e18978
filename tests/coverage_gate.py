"""Hold measured coverage against the project's limits: lines and branches apart, which `fail_under` would mix."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

LEAST_LINES = 95.0
LEAST_BRANCHES = 90.0
MEASURED = Path(".cache/coverage.json")


def verdict(totals: Mapping[str, int]) -> tuple[bool, str]:
    """Say whether coverage is enough, and the figures in one line."""
    lines = _percent(totals["covered_lines"], totals["num_statements"])
    branches = _percent(totals["covered_branches"], totals["num_branches"])
    is_enough = lines >= LEAST_LINES and branches >= LEAST_BRANCHES
    figures = f"lines {lines:.1f} % (at least {LEAST_LINES:g}), branches {branches:.1f} % (at least {LEAST_BRANCHES:g})"
    return is_enough, f"coverage {'is enough' if is_enough else 'is TOO LOW'}: {figures}"


def _percent(covered: int, total: int) -> float:
    return 100.0 * covered / total if total else 100.0


if __name__ == "__main__":
    is_enough, text = verdict(json.loads(MEASURED.read_text("utf-8"))["totals"])
    print(text)
    sys.exit(0 if is_enough else 1)
