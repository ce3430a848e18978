"""A replicator that writes down what it is told."""

from __future__ import annotations

from typing import NamedTuple

from eureka_py.model import InstanceInfo, InstanceKey, InstanceStatus


class Told(NamedTuple):
    """One message to the peers, as the registry asked for it."""

    verb: str
    key: InstanceKey
    instance: InstanceInfo | None = None
    status: InstanceStatus | None = None


class RecordingReplicator:
    """Stands in for the peers: `told` is what they would have heard, oldest first."""

    def __init__(self) -> None:
        self.told: list[Told] = []

    @property
    def verbs(self) -> list[str]:
        """Return the verbs of all messages, oldest first."""
        return [message.verb for message in self.told]

    def register(self, key: InstanceKey, instance: InstanceInfo) -> None:
        """Write down a registration."""
        self.told.append(Told("register", key, instance=instance))

    def renew(self, key: InstanceKey) -> None:
        """Write down a renewal."""
        self.told.append(Told("renew", key))

    def cancel(self, key: InstanceKey) -> None:
        """Write down a cancellation."""
        self.told.append(Told("cancel", key))

    def update_status(self, key: InstanceKey, status: InstanceStatus) -> None:
        """Write down a status override."""
        self.told.append(Told("update_status", key, status=status))

    def delete_status_override(self, key: InstanceKey, status: InstanceStatus) -> None:
        """Write down the end of a status override."""
        self.told.append(Told("delete_status_override", key, status=status))
