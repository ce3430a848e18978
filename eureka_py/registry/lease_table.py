"""Where the leases are, and the one lock over them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from types import MappingProxyType

from eureka_py.lease import Lease
from eureka_py.model import DEFAULT_SCOPE, InstanceInfo, InstanceKey

InstanceLease = Lease[InstanceInfo]

_EMPTY: Mapping[str, InstanceLease] = MappingProxyType({})


class LeaseTable:
    """Leases by scope, application name and instance id.

    `lock` guards the table and all that the registry derives from it. A verb holds it for microseconds, a sweep for
    the copying of references to all leases; no one holds it over an encode, a send, a log line or a wait.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.lease_count = 0
        self.application_count = 0
        self._scopes: dict[str, dict[str, dict[str, InstanceLease]]] = {}

    def get_locked(self, key: InstanceKey) -> InstanceLease | None:
        """Return the lease, or None."""
        return self.application_locked(key.scope, key.app_name).get(key.instance_id)

    def put_locked(self, key: InstanceKey, lease: InstanceLease) -> None:
        """Store the lease in place of the one with the same key."""
        application = self._scopes.setdefault(key.scope, {}).setdefault(key.app_name, {})
        self.application_count += not application
        self.lease_count += key.instance_id not in application
        application[key.instance_id] = lease

    def remove_locked(self, key: InstanceKey) -> None:
        """Remove the lease, and with an application's last lease its name."""
        scope = self._scopes[key.scope]
        application = scope[key.app_name]
        del application[key.instance_id]
        self.lease_count -= 1
        if not application:
            del scope[key.app_name]
            self.application_count -= 1

    def application_locked(self, scope: str, app_name: str) -> Mapping[str, InstanceLease]:
        """Return the leases of one application by instance id: a live mapping, empty if there is none."""
        return self._scopes.get(scope, {}).get(app_name, _EMPTY)

    def keys_with_id_locked(self, instance_id: str, scope: str = DEFAULT_SCOPE) -> list[InstanceKey]:
        """Return the keys with this id, sorted by application name."""
        applications = self._scopes.get(scope, {})
        return [
            InstanceKey(scope, name, instance_id) for name in sorted(applications) if instance_id in applications[name]
        ]

    def leases_locked(self) -> list[InstanceLease]:
        """Return every lease."""
        return [
            lease
            for applications in self._scopes.values()
            for leases in applications.values()
            for lease in leases.values()
        ]

    def snapshot_locked(self) -> list[tuple[InstanceKey, InstanceLease]]:
        """Return every lease with its key."""
        return [
            (InstanceKey(scope, app_name, instance_id), lease)
            for scope, applications in self._scopes.items()
            for app_name, leases in applications.items()
            for instance_id, lease in leases.items()
        ]
