"""Figures beside their targets, as a Markdown table."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple


class Figure(NamedTuple):
    """Something measured, and what it should stay below, in the same unit; None where nothing was set."""

    name: str
    value: float
    unit: str
    below: float | None = None
    note: str = ""


def table_of(figures: Sequence[Figure]) -> str:
    """Return the table."""
    rows = [("What", "Measured", "Target", "", "Note"), ("---", "---:", "---:", "---", "---")]
    rows += [_row(figure) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |\n" for row in rows
    )


def document_of(figures: Sequence[Figure], command: str) -> str:
    """Return the table as a document that says where, when and how it came about."""
    at = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    return (
        f"# Benchmarks\n\nMeasured on {at} with `{command}`, which writes this file.\n\nMachine: {machine()}.\n\n"
        f"{table_of(figures)}"
    )


def machine() -> str:
    """Return what the figures depend on: processor, cores, memory, system, Python."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {memory_gb:.0f} GB, {platform.system()}"
        f" {platform.release()}, {platform.python_implementation()} {platform.python_version()}"
    )


def _row(figure: Figure) -> tuple[str, str, str, str, str]:
    target = verdict = ""
    if figure.below is not None:
        target = f"< {figure.below:g} {figure.unit}"
        verdict = "met" if figure.value < figure.below else "MISSED"
    digits = 2 if figure.unit == "s" else 1
    return figure.name, f"{figure.value:.{digits}f} {figure.unit}", target, verdict, figure.note


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()
