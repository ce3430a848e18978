"""Metadata set at the server, beside what the client sent."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType

from eureka_py.model import InstanceInfo, InstanceKey


class ServerMetadata:
    """Keys and values that an operator put on an instance.

    In Eureka they are written into the instance, and lost when its client registers again; with
    `survives_registration` they are laid over whatever the client sends, until the lease ends.
    Guarded by the lock of the lease table. Source: Netflix InstanceResource.updateMetadata.
    """

    def __init__(self, *, survives_registration: bool) -> None:
        self._survives_registration = survives_registration
        self._by_key: dict[InstanceKey, dict[str, str]] = {}

    def put(self, key: InstanceKey, entries: Mapping[str, str]) -> None:
        """Remember entries for later registrations, if they are to survive these."""
        if self._survives_registration:
            self._by_key.setdefault(key, {}).update(entries)

    def laid_over(self, key: InstanceKey, instance: InstanceInfo) -> InstanceInfo:
        """Return the instance with the remembered entries in its metadata."""
        entries = self._by_key.get(key)
        return with_metadata(instance, entries) if entries else instance

    def remove(self, key: InstanceKey) -> None:
        """Forget the entries of an ended lease."""
        self._by_key.pop(key, None)


def with_metadata(instance: InstanceInfo, entries: Mapping[str, str]) -> InstanceInfo:
    """Return the instance with `entries` added to its metadata, or put in place of those of the same name."""
    return dataclasses.replace(instance, metadata=MappingProxyType({**instance.metadata, **entries}))
