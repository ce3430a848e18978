"""What readers see: one scope of the registry as of one version."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from eureka_py.clock import NS_PER_S, Clock
from eureka_py.model import (
    Application,
    Applications,
    Change,
    InstanceInfo,
    InstanceStatus,
    apps_hashcode,
)
from eureka_py.model.application import VIP_VERSION
from eureka_py.registry.lease_table import InstanceLease, LeaseTable
from eureka_py.registry.scope_index import ScopeIndex, VipEntry


class _Picture:
    """One application as of a version: what it holds, and, from the first look on, how that is shown."""

    def __init__(self, name: str, version: int, held: list[tuple[InstanceInfo, InstanceLease]]) -> None:
        self.version = version
        self._name = name
        self._held = held

    @cached_property
    def application(self) -> Application:
        """Return the application with the lease times of the first look at it."""
        shown = tuple(with_lease_times(holder, lease) for holder, lease in self._held)
        return Application(self._name, shown, self.version)


class Pictures(Mapping[str, Application]):
    """Applications by name; one that no one looks at costs nothing but references."""

    def __init__(self, pictures: Mapping[str, _Picture]) -> None:
        self.pictures = pictures

    def __getitem__(self, name: str) -> Application:
        return self.pictures[name].application

    def __iter__(self) -> Iterator[str]:
        return iter(self.pictures)

    def __len__(self) -> int:
        return len(self.pictures)


class RegistryView:
    """An immutable picture: whatever is read from it, body, hashcode or delta, comes from the same `version`.

    Lease times are those of when the picture of their application was taken, at or after `refreshed_at_ns`; a renewal
    makes no new picture. `delta_serial` is `versions__delta` of the delta; a delta that is not complete is of no use.
    """

    def __init__(
        self,
        *,
        version: int,
        delta_serial: int,
        apps_hashcode: str,
        applications: Pictures,
        version_by_app: Mapping[str, int],
        vips: Mapping[str, VipEntry],
        secure_vips: Mapping[str, VipEntry],
        changes: tuple[Change, ...],
        is_delta_complete: bool,
        refreshed_at_ns: int,
    ) -> None:
        self.version = version
        self.delta_serial = delta_serial
        self.apps_hashcode = apps_hashcode
        self.applications = applications
        self._version_by_app = version_by_app
        self.is_delta_complete = is_delta_complete
        self.refreshed_at_ns = refreshed_at_ns
        self._vips = vips
        self._secure_vips = secure_vips
        self._changes = changes

    @cached_property
    def full(self) -> Applications:
        """Return every application that has instances."""
        return Applications(tuple(self.applications.values()), self.apps_hashcode)

    @cached_property
    def delta(self) -> Applications:
        """Return every instance changed within the retention window, each in its latest state.

        `apps_hashcode` covers the full registry. Source: Netflix AbstractInstanceRegistry.getApplicationDeltas.
        """
        changed = _grouped(change.instance for change in self._changes)
        return Applications(changed, self.apps_hashcode, self.delta_serial)

    def application(self, name: str) -> Application | None:
        """Return one application, None if it has no instances."""
        return self.applications.get(name)

    def application_version(self, name: str) -> int | None:
        """Return the version of the last change in an application, None if it has no instances."""
        return self._version_by_app.get(name)

    def vip(self, address: str) -> Applications:
        """Return the instances that list `address` as VIP, any status, with a hashcode of their own.

        The spelling counts, letter case included. Source: Netflix ResponseCacheImpl.getApplicationsForVip.
        """
        return self._behind(self._vips.get(address))

    def secure_vip(self, address: str) -> Applications:
        """Return the instances that list `address` as secure VIP. See `vip`."""
        return self._behind(self._secure_vips.get(address))

    def vip_version(self, address: str) -> int | None:
        """Return the version of the last change behind a VIP address, None if no instance lists it."""
        entry = self._vips.get(address)
        return entry.version if entry else None

    def secure_vip_version(self, address: str) -> int | None:
        """Return the version of the last change behind a secure VIP address, None if no instance lists it."""
        entry = self._secure_vips.get(address)
        return entry.version if entry else None

    def _behind(self, entry: VipEntry | None) -> Applications:
        if entry is None:
            return Applications((), "", VIP_VERSION)
        ids_by_app: dict[str, set[str]] = {}
        for key in entry.keys:
            ids_by_app.setdefault(key.app_name, set()).add(key.instance_id)
        applications = []
        count_by_status = dict.fromkeys(InstanceStatus, 0)
        for app_name in sorted(ids_by_app):
            application = self.applications[app_name]
            listed = tuple(one for one in application.instances if one.id in ids_by_app[app_name])
            applications.append(Application(app_name, listed, application.version))
            for instance in listed:
                count_by_status[instance.status] += 1
        return Applications(tuple(applications), apps_hashcode(count_by_status), VIP_VERSION)


EMPTY_VIEW = RegistryView(
    version=0,
    delta_serial=1,
    apps_hashcode="",
    applications=Pictures({}),
    version_by_app={},
    vips={},
    secure_vips={},
    changes=(),
    is_delta_complete=True,
    refreshed_at_ns=0,
)
"""A scope that never had a lease."""


def _grouped(instances: Iterable[InstanceInfo]) -> tuple[Application, ...]:
    by_app: dict[str, list[InstanceInfo]] = {}
    for instance in instances:
        by_app.setdefault(instance.app_name, []).append(instance)
    return tuple(Application(app_name, tuple(listed)) for app_name, listed in by_app.items())


class _Material(NamedTuple):
    """What is taken from the registry under its lock, for a view to be made of it when the lock is free."""

    version: int
    delta_serial: int
    apps_hashcode: str
    version_by_app: dict[str, int]
    stale: dict[str, _Picture]
    vips: dict[str, VipEntry]
    secure_vips: dict[str, VipEntry]
    changes: tuple[Change, ...]
    is_delta_complete: bool


class ViewBuilder:
    """Makes the view of one scope, and keeps it as long as nothing changes.

    Only applications that changed are looked at again. One thread builds while the others wait for the result.
    After `refresh_s` all are, so that shown lease times follow renewals.
    """

    def __init__(self, scope: str, table: LeaseTable, index: ScopeIndex, *, refresh_s: int, clock: Clock) -> None:
        self._scope = scope
        self._table = table
        self._index = index
        self._refresh_ns = refresh_s * NS_PER_S
        self._clock = clock
        self._building = threading.Lock()
        self._view: RegistryView | None = None

    def view(self) -> RegistryView:
        """Return the view of now: a reader sees every write that ended before it asked."""
        view = self._view
        if view is not None and self._is_current(view):
            return view
        with self._building:
            view = self._view
            if view is not None and self._is_current(view):
                return view
            self._view = view = self._build(view)
            return view

    def _is_current(self, view: RegistryView) -> bool:
        index = self._index
        return (
            view.version == index.version
            and view.delta_serial == index.recent_changes.serial
            and self._clock.monotonic_ns() - view.refreshed_at_ns < self._refresh_ns
        )

    def _build(self, previous: RegistryView | None) -> RegistryView:
        now_ns = self._clock.monotonic_ns()
        if previous is not None and now_ns - previous.refreshed_at_ns >= self._refresh_ns:
            previous = None  # its lease times are too old: every application is looked at again
        held = previous.applications.pictures if previous else {}
        with self._table.lock:
            material = self._collect_locked(held)
        pictures = {name: material.stale.get(name) or held[name] for name in material.version_by_app}
        return RegistryView(
            version=material.version,
            delta_serial=material.delta_serial,
            apps_hashcode=material.apps_hashcode,
            applications=Pictures(pictures),
            version_by_app=material.version_by_app,
            vips=material.vips,
            secure_vips=material.secure_vips,
            changes=material.changes,
            is_delta_complete=material.is_delta_complete,
            refreshed_at_ns=previous.refreshed_at_ns if previous else now_ns,
        )

    def _collect_locked(self, held: Mapping[str, _Picture]) -> _Material:
        index = self._index
        stale = {}
        for name, version in index.version_by_app.items():
            picture = held.get(name)
            if picture is None or picture.version != version:
                leases = self._table.application_locked(self._scope, name).values()
                stale[name] = _Picture(name, version, [(lease.holder, lease) for lease in leases])
        return _Material(
            version=index.version,
            delta_serial=index.recent_changes.serial,
            apps_hashcode=index.apps_hashcode,
            version_by_app=dict(index.version_by_app),
            stale=stale,
            vips=index.vips.entries(),
            secure_vips=index.secure_vips.entries(),
            changes=index.recent_changes.changes(),
            is_delta_complete=index.recent_changes.is_complete,
        )


def with_lease_times(instance: InstanceInfo, lease: InstanceLease) -> InstanceInfo:
    """Return the instance with its last renewal as of now; its other times move with changes only.

    Source: Netflix AbstractInstanceRegistry.decorateInstanceInfo.
    """
    lease_info = dataclasses.replace(instance.lease_info, last_renewal_timestamp=lease.renewed_at_ms())
    return dataclasses.replace(instance, lease_info=lease_info)
