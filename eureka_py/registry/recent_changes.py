"""The window of changes that a delta tells."""

from __future__ import annotations

from collections import OrderedDict

from eureka_py.clock import NS_PER_MS
from eureka_py.model import Change, InstanceKey


class RecentChanges:
    """The last change of each instance that changed within the retention window, oldest first.

    A client that applies them all, in any window that reaches back to its last read, holds what the server holds:
    so one entry an instance is enough, and the newest wins. `serial` grows whenever the content moves, by a change
    or by a sweep: two deltas with the same serial are equal.
    Guarded by the lock of the lease table. Source: Netflix AbstractInstanceRegistry.recentlyChangedQueue.
    """

    def __init__(self, *, retention_ms: int, max_changes: int, first_serial: int = 1) -> None:
        self._retention_ns = retention_ms * NS_PER_MS
        self._max_changes = max_changes
        self._last_by_key: OrderedDict[InstanceKey, Change] = OrderedDict()
        self._incomplete_until_ns = 0
        self.is_complete = True
        """False while a change is missing that the retention window should hold: the window was full."""
        self.serial = first_serial

    def record(self, change: Change) -> None:
        """Add the newest change; beyond the bound the oldest goes."""
        self._last_by_key[change.key] = change
        self._last_by_key.move_to_end(change.key)
        if len(self._last_by_key) > self._max_changes:
            _, lost = self._last_by_key.popitem(last=False)
            self._incomplete_until_ns = lost.at_ns + self._retention_ns
            self.is_complete = False
        self.serial += 1

    def sweep(self, now_ns: int) -> None:
        """Remove the changes that are older than the retention window."""
        oldest_ns = now_ns - self._retention_ns
        swept = not self.is_complete and self._incomplete_until_ns < now_ns
        self.is_complete = self.is_complete or swept
        while self._last_by_key and next(iter(self._last_by_key.values())).at_ns < oldest_ns:
            self._last_by_key.popitem(last=False)
            swept = True
        self.serial += swept

    def __len__(self) -> int:
        return len(self._last_by_key)

    def changes(self) -> tuple[Change, ...]:
        """Return the changes in the window, oldest first."""
        return tuple(self._last_by_key.values())
