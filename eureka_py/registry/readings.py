"""The figures of a registry, for who measures it: none of them costs a scan under the lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from eureka_py.model import InstanceStatus
from eureka_py.registry.self_preservation import PreservationState


class RegistrySize(NamedTuple):
    """How much there is, over all scopes, as of `version`.

    `recent_changes`: how many the deltas hold; `is_delta_complete`: whether they hold all of the retention window.
    `evicted` and `cancelled`: leases ended since the start.
    """

    version: int
    count_by_status: Mapping[InstanceStatus, int]
    applications: int
    overrides: int
    recent_changes: int
    is_delta_complete: bool
    evicted: int
    cancelled: int


class ExpirationFigures(NamedTuple):
    """Self-preservation in figures. `evictable_now`: how many of the expired leases the next sweep takes at most."""

    state: PreservationState
    renewals_last_minute: int
    expected_renewals_per_minute: float
    expired: int
    evictable_now: int


class MeasuredRegistry(Protocol):
    """A registry that can be measured."""

    def size(self) -> RegistrySize:
        """Return how much there is, from counters."""
        ...

    def expiration_figures(self) -> ExpirationFigures:
        """Return what self-preservation expects, sees and holds back; looks at every lease, without the lock."""
        ...
