"""The table of applications: who is registered, by status, with a limit on how much of it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from eureka_py.model import Application, InstanceInfo, InstanceStatus

MAX_LISTED_APPLICATIONS = 2_000
MAX_LISTED_INSTANCES = 5_000
MAX_LINK_CHARS = 2_000

_WEB_ADDRESS = re.compile(r"https?://[^/]", re.IGNORECASE)
_ORDER = (
    InstanceStatus.DOWN,
    InstanceStatus.OUT_OF_SERVICE,
    InstanceStatus.UNKNOWN,
    InstanceStatus.STARTING,
    InstanceStatus.UP,
)
"""What may need an operator comes first."""


class ListedInstance(NamedTuple):
    """An instance id, and the address to link it to, or None."""

    id: str
    href: str | None


class StatusGroup(NamedTuple):
    """The instances of one application that have one status; `instances` are fewer than `size` beyond the limit."""

    status: str
    size: int
    instances: tuple[ListedInstance, ...]


class ListedApplication(NamedTuple):
    """A row of the table."""

    name: str
    size: int
    groups: tuple[StatusGroup, ...]


class Listing(NamedTuple):
    """The table and its totals, which count what is not shown as well."""

    application_count: int
    instance_count: int
    count_by_status: Mapping[str, int]
    applications: tuple[ListedApplication, ...]
    is_cut: bool


def listing_of(applications: Iterable[Application]) -> Listing:
    """Return the table, applications by name, and instances by id within their status."""
    by_name = sorted(applications, key=lambda application: application.name)
    counts = dict.fromkeys(_ORDER, 0)
    room = MAX_LISTED_INSTANCES
    rows: list[ListedApplication] = []
    for application in by_name:
        by_status = _by_status(application.instances)
        for status, instances in by_status.items():
            counts[status] += len(instances)
        if len(rows) < MAX_LISTED_APPLICATIONS:
            row, room = _row(application, by_status, room)
            rows.append(row)
    instance_count = sum(counts.values())
    return Listing(
        application_count=len(by_name),
        instance_count=instance_count,
        count_by_status={status.value: count for status, count in counts.items() if count},
        applications=tuple(rows),
        is_cut=instance_count > MAX_LISTED_INSTANCES or len(by_name) > MAX_LISTED_APPLICATIONS,
    )


def link_of(instance: InstanceInfo) -> str | None:
    """Return the address of the status page if a browser may be sent there: `javascript:` and the like are not."""
    address = instance.status_page_url
    if address is None or len(address) > MAX_LINK_CHARS or not address.isprintable():
        return None
    return address if _WEB_ADDRESS.match(address) else None


def _by_status(instances: Iterable[InstanceInfo]) -> dict[InstanceStatus, list[InstanceInfo]]:
    by_status: dict[InstanceStatus, list[InstanceInfo]] = {status: [] for status in _ORDER}
    for instance in instances:
        by_status[instance.status].append(instance)
    return {status: group for status, group in by_status.items() if group}


def _row(
    application: Application, by_status: Mapping[InstanceStatus, list[InstanceInfo]], room: int
) -> tuple[ListedApplication, int]:
    groups = []
    for status, instances in by_status.items():
        shown = sorted(instances, key=lambda instance: instance.id)[:room]
        room -= len(shown)
        listed = tuple(ListedInstance(instance.id, link_of(instance)) for instance in shown)
        groups.append(StatusGroup(status.value, len(instances), listed))
    return ListedApplication(application.name, len(application.instances), tuple(groups)), room
