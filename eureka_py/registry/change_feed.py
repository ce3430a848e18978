"""The line of changes: their versions, what is derived from them, and who is told."""

from __future__ import annotations

from eureka_py.clock import Clock
from eureka_py.config import Config
from eureka_py.model import DEFAULT_SCOPE, ActionType, Change, InstanceInfo, InstanceKey, InstanceStatus
from eureka_py.registry.interface import ChangeListener
from eureka_py.registry.lease_table import LeaseTable
from eureka_py.registry.readings import RegistrySize
from eureka_py.registry.recent_changes import RecentChanges
from eureka_py.registry.scope_index import ScopeIndex
from eureka_py.registry.view import EMPTY_VIEW, RegistryView, ViewBuilder


class ChangeFeed:
    """Gives each change the next version, keeps every scope's index in step, and tells listeners.

    Listeners are called after the lock of the lease table is free, in the order in which they subscribed. Two threads
    may tell of two changes in either order: `Change.version` has the true one.
    """

    def __init__(self, table: LeaseTable, config: Config, clock: Clock) -> None:
        self._table = table
        self._config = config
        self._clock = clock
        self._version = 0
        self._indexes: dict[str, ScopeIndex] = {}
        self._views: dict[str, ViewBuilder] = {}
        self._listeners: tuple[ChangeListener, ...] = ()
        self._index_locked(DEFAULT_SCOPE)

    def record_locked(
        self, kind: ActionType, key: InstanceKey, instance: InstanceInfo, before: InstanceInfo | None
    ) -> Change:
        """Make a change of what was done to the table. `before`: the instance as it was, None if there was none."""
        self._version += 1
        change = Change(self._version, kind, key, instance, self._clock.monotonic_ns())
        is_app_empty = not self._table.application_locked(key.scope, key.app_name)
        self._index_locked(key.scope).apply(change, before, is_app_empty=is_app_empty)
        return change

    def size_locked(self, *, overrides: int, evicted: int, cancelled: int) -> RegistrySize:
        """Return how much all scopes hold, besides what others counted."""
        indexes = self._indexes.values()
        return RegistrySize(
            version=self._version,
            count_by_status={status: sum(one.count_by_status[status] for one in indexes) for status in InstanceStatus},
            applications=sum(len(index.version_by_app) for index in indexes),
            overrides=overrides,
            recent_changes=sum(len(index.recent_changes) for index in indexes),
            is_delta_complete=all(index.recent_changes.is_complete for index in indexes),
            evicted=evicted,
            cancelled=cancelled,
        )

    def sweep_locked(self) -> None:
        """Drop changes beyond the retention window from every delta."""
        for index in self._indexes.values():
            index.recent_changes.sweep(self._clock.monotonic_ns())

    def view(self, scope: str) -> RegistryView:
        """Return all of a scope, as of one version: every change made before the call is in it."""
        builder = self._views.get(scope)
        # A scope begins with its first lease: else whoever may name one could fill the memory with empty ones.
        return builder.view() if builder is not None else EMPTY_VIEW

    def subscribe(self, listener: ChangeListener) -> None:
        """Have every later change told to `listener`."""
        self._listeners = (*self._listeners, listener)

    def publish(self, change: Change | None) -> None:
        """Tell all listeners of a change, if there was one."""
        if change is not None:
            for listener in self._listeners:
                listener.on_change(change)

    def _index_locked(self, scope: str) -> ScopeIndex:
        index = self._indexes.get(scope)
        if index is None:
            delta = self._config.delta
            recent_changes = RecentChanges(
                retention_ms=delta.retention_ms,
                max_changes=delta.max_changes,
                # Some clients pass over a delta whose number they saw before: after a restart none comes again.
                first_serial=self._clock.wall_ms(),
            )
            index = ScopeIndex(recent_changes)
            refresh_s = self._config.cache.auto_expiration_s
            self._views[scope] = ViewBuilder(scope, self._table, index, refresh_s=refresh_s, clock=self._clock)
            self._indexes[scope] = index
        return index
