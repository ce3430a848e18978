"""A change listener that writes down what it is told."""

from __future__ import annotations

from eureka_py.model import ActionType, Change


class RecordingListener:
    """Keeps every change that it hears of, in the order in which it hears of them."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    @property
    def kinds(self) -> list[ActionType]:
        """Return the kinds of all changes, oldest first."""
        return [change.kind for change in self.changes]

    def on_change(self, change: Change) -> None:
        """Write down a change."""
        self.changes.append(change)
