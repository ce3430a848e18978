"""The last registrations and cancellations, for an operator's eyes."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from eureka_py.model import InstanceKey


class LeaseEvent(NamedTuple):
    """A lease that was granted or ended; `at_ms` is epoch milliseconds."""

    at_ms: int
    key: InstanceKey


class RecentLeases:
    """A ring of the newest events. Source: Netflix AbstractInstanceRegistry.CircularQueue."""

    def __init__(self, size: int) -> None:
        self._events: deque[LeaseEvent] = deque(maxlen=size)

    def add(self, event: LeaseEvent) -> None:
        """Add an event; in a full ring the oldest makes room."""
        self._events.append(event)

    def newest_first(self) -> list[LeaseEvent]:
        """Return the events, the last one first."""
        return list(self._events)[::-1]
