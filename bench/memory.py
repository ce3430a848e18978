"""The memory of a process and its children, each shared page counted once: PSS, from Linux's /proc."""

from __future__ import annotations

from pathlib import Path

_PROC = Path("/proc")


def pss_bytes(pid: int) -> int:
    """Return the proportional set size of a process and all below it."""
    return sum(_pss_of(member) for member in family_of(pid))


def family_of(pid: int) -> list[int]:
    """Return a process and all below it, parents first."""
    tasks = (_PROC / str(pid) / "task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text("ascii").split()]
    return [pid, *(member for child in children for member in family_of(child))]


def _pss_of(pid: int) -> int:
    for line in (_PROC / str(pid) / "smaps_rollup").read_text("ascii").splitlines():
        name, _, rest = line.partition(":")
        if name == "Pss":
            return int(rest.split()[0]) * 1024
    raise LookupError(f"no Pss for process {pid}")
