"""What is derived from the leases of one scope, kept up to date change by change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from eureka_py.model import ActionType, Change, InstanceInfo, InstanceKey, InstanceStatus, apps_hashcode
from eureka_py.registry.recent_changes import RecentChanges


class VipEntry(NamedTuple):
    """The instances behind one VIP address. `version` is the registry's at the last change to any of them."""

    version: int
    keys: frozenset[InstanceKey]


class VipIndex:
    """Which instances list which address; an address without instances is absent.

    The sets change in place, and are frozen when the next view is made: once however many changes came before.
    """

    def __init__(self) -> None:
        self._keys: dict[str, set[InstanceKey]] = {}
        self._frozen: dict[str, VipEntry] = {}
        self._moved: dict[str, int] = {}

    def move(self, version: int, key: InstanceKey, before: Iterable[str], after: Iterable[str]) -> None:
        """Take an instance out of the addresses it had and put it into those that it has."""
        remaining = set(before)
        for address in after:
            remaining.discard(address)
            self._keys.setdefault(address, set()).add(key)
            self._moved[address] = version
        for address in remaining:
            keys = self._keys[address]
            keys.discard(key)
            if not keys:
                del self._keys[address]
            self._moved[address] = version

    def entries(self) -> dict[str, VipEntry]:
        """Return a copy of the index: address -> entry."""
        for address, version in self._moved.items():
            keys = self._keys.get(address)
            if keys is None:
                self._frozen.pop(address, None)
            else:
                self._frozen[address] = VipEntry(version, frozenset(keys))
        self._moved.clear()
        return dict(self._frozen)


class ScopeIndex:
    """Counters and sets adjusted by each change: nothing here is found by a scan.

    Guarded by the lock of the lease table.
    """

    def __init__(self, recent_changes: RecentChanges) -> None:
        self.version = 0
        """The registry's version at the last change in this scope."""
        self.recent_changes = recent_changes
        self.vips = VipIndex()
        self.secure_vips = VipIndex()
        self._count_by_status: Counter[InstanceStatus] = Counter()
        self._version_by_app: dict[str, int] = {}

    @property
    def apps_hashcode(self) -> str:
        """Return the hashcode of all instances of the scope."""
        return apps_hashcode(self._count_by_status)

    @property
    def version_by_app(self) -> Mapping[str, int]:
        """Return, for each application that has instances, the registry's version at its last change."""
        return self._version_by_app

    @property
    def count_by_status(self) -> Mapping[InstanceStatus, int]:
        """Return how many instances have each status."""
        return self._count_by_status

    def apply(self, change: Change, before: InstanceInfo | None, *, is_app_empty: bool) -> None:
        """Adjust everything for one change. `before` is the instance as it was, None if there was none."""
        after = None if change.kind is ActionType.DELETED else change.instance
        if before is not None:
            self._count_by_status[before.status] -= 1
        if after is not None:
            self._count_by_status[after.status] += 1
        self.vips.move(change.version, change.key, _vips(before), _vips(after))
        self.secure_vips.move(change.version, change.key, _secure_vips(before), _secure_vips(after))
        self._version_by_app[change.key.app_name] = change.version
        if is_app_empty:
            del self._version_by_app[change.key.app_name]
        self.recent_changes.record(change)
        self.version = change.version


def _vips(instance: InstanceInfo | None) -> tuple[str, ...]:
    return instance.vip_addresses() if instance else ()


def _secure_vips(instance: InstanceInfo | None) -> tuple[str, ...]:
    return instance.secure_vip_addresses() if instance else ()
