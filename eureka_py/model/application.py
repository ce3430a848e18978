"""Instances grouped by application, and the hashcode by which clients check what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eureka_py.model.instance import InstanceInfo
from eureka_py.model.status import InstanceStatus

FULL_FETCH_VERSION = 1
"""`versions__delta` of a full answer. Source: Netflix AbstractInstanceRegistry.getApplicationsFromMultipleRegions."""
VIP_VERSION = -1
"""`versions__delta` of a VIP answer, which clients never apply deltas to. Source: Netflix ResponseCacheImpl."""


@dataclass(frozen=True, slots=True)
class Application:
    """The instances of one application. `version` is that of the registry at its last change."""

    name: str
    instances: tuple[InstanceInfo, ...]
    version: int = 0


@dataclass(frozen=True, slots=True)
class Applications:
    """Several applications with what `versions__delta` and `apps__hashcode` say of them."""

    applications: tuple[Application, ...]
    apps_hashcode: str
    version: int = FULL_FETCH_VERSION


def apps_hashcode(count_by_status: Mapping[InstanceStatus, int]) -> str:
    """Return `STATUS_count_` for each status that occurs, in alphabetical order; "" for none.

    Source: Netflix Applications.getReconcileHashCode.
    """
    counted = sorted((status.value, count) for status, count in count_by_status.items() if count)
    return "".join(f"{name}_{count}_" for name, count in counted)
