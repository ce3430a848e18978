"""How much memory this process has, and how much it may have."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

_STATM = Path("/proc/self/statm")
_CGROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),  # version 2
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),  # version 1
)


def used_bytes(statm: Path = _STATM) -> int:
    """Return the resident memory of this process; without /proc the most it ever had."""
    try:
        return int(statm.read_text("ascii").split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def available_bytes(cgroup_limits: tuple[Path, ...] = _CGROUP_LIMITS) -> int | None:
    """Return the memory of the machine, or of the container if that is less; None where neither can be told."""
    known = [size for size in (_machine_bytes(), *map(_limit_in, cgroup_limits)) if size is not None]
    return min(known, default=None)


def _machine_bytes() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return None


def _limit_in(path: Path) -> int | None:
    try:
        return int(path.read_text("ascii"))
    except (OSError, ValueError):  # no such file, or the word `max`
        return None
