"""What a rule judges, and what a rule is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NamedTuple

from eureka_py.model import InstanceStatus

TRAFFIC_STATUSES = (InstanceStatus.UP, InstanceStatus.OUT_OF_SERVICE)
"""The statuses between which operators switch an instance."""


class Candidate(NamedTuple):
    """All that a rule may look at."""

    reported: InstanceStatus
    """What the instance says of itself."""
    overridden: InstanceStatus | None
    """What was set for it at a server."""
    held: InstanceStatus | None
    """What the registry shows now; None for a first registration."""
    is_replication: bool
    """Whether a peer speaks, rather than the client."""


class StatusOverrideRule(ABC):
    """A pure rule: no lock, no log, no clock. Source: Netflix InstanceStatusOverrideRule."""

    @abstractmethod
    def apply(self, candidate: Candidate) -> InstanceStatus | None:
        """Return the status, or None to leave it to the next rule."""
