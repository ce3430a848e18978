"""Telling others that the registry changed."""

from __future__ import annotations

from eureka_py.model import Change
from eureka_py.registry.interface import ChangeListener


class ChangeFeed:
    """Listeners in the order in which they subscribed. They are called after the registry's lock is free.

    Two threads may tell of two changes in either order: `Change.version` has the true one.
    """

    def __init__(self) -> None:
        self._listeners: tuple[ChangeListener, ...] = ()

    def subscribe(self, listener: ChangeListener) -> None:
        """Have every later change told to `listener`."""
        self._listeners = (*self._listeners, listener)

    def publish(self, change: Change) -> None:
        """Tell all listeners."""
        for listener in self._listeners:
            listener.on_change(change)
