"""What a node says of its process: the figures of Eureka's status document and status page."""

from __future__ import annotations

import os

from eureka_py.clock import NS_PER_S, Clock
from eureka_py.ops import node_memory
from eureka_py.ops.wall_time import uptime_text

_MB = 1 << 20


class NodeStatus:
    """Machine, memory and uptime, which counts from when this object was made.

    Java's figures are those of its heap; these are of the process: what it may have (the machine's memory, or the
    container's limit), and what it has. Source: Netflix StatusInfo.
    """

    def __init__(self, *, environment: str, clock: Clock) -> None:
        self._environment = environment
        self._clock = clock
        self._started_at_ns = clock.monotonic_ns()
        self._available_bytes = node_memory.available_bytes()

    def uptime_s(self) -> int:
        """Return the whole seconds since the start."""
        return (self._clock.monotonic_ns() - self._started_at_ns) // NS_PER_S

    def general_stats(self) -> dict[str, str]:
        """Return the map `generalStats` of `/status`; `total-avail-memory` is missing where it cannot be told."""
        stats = {
            "environment": self._environment,
            "num-of-cpus": str(_cpu_count()),
            "total-avail-memory": memory_text(self._available_bytes) if self._available_bytes else "",
            "current-memory-usage": usage_text(node_memory.used_bytes(), self._available_bytes),
            "server-uptime": uptime_text(self.uptime_s()),
        }
        return {name: value for name, value in stats.items() if value or name == "environment"}

    def application_stats(self) -> dict[str, str]:
        """Return the map `applicationStats` of `/status`: URLs of peers, of which a node alone has none."""
        return {"registered-replicas": "", "available-replicas": "", "unavailable-replicas": ""}


def memory_text(size_bytes: int) -> str:
    """Return whole megabytes, as in `388mb`."""
    return f"{size_bytes // _MB}mb"


def usage_text(used_bytes: int, available_bytes: int | None) -> str:
    """Return whole megabytes and the whole percent that they are of all, as in `51mb (13%)`."""
    share = f" ({used_bytes * 100 // available_bytes}%)" if available_bytes else ""
    return memory_text(used_bytes) + share


def _cpu_count() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
