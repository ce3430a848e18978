"""The rule that keeps what the server already holds."""

from __future__ import annotations

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule.base import TRAFFIC_STATUSES, Candidate, StatusOverrideRule


class LeaseExistsRule(StatusOverrideRule):
    """A client may not change the traffic status that this server already holds for it.

    It gets from OUT_OF_SERVICE to UP through DOWN or STARTING only. Source: Netflix LeaseExistsRule.
    """

    def apply(self, candidate: Candidate) -> InstanceStatus | None:
        """Return the held status for a client whose instance is UP or OUT_OF_SERVICE."""
        if candidate.is_replication:
            return None
        return candidate.held if candidate.held in TRAFFIC_STATUSES else None
