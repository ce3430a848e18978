"""The rule that believes an instance which is not ready."""

from __future__ import annotations

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule.base import TRAFFIC_STATUSES, Candidate, StatusOverrideRule


class DownOrStartingRule(StatusOverrideRule):
    """Whoever says DOWN, STARTING or UNKNOWN takes no traffic, whatever was set. Source: Netflix DownOrStartingRule."""

    def apply(self, candidate: Candidate) -> InstanceStatus | None:
        """Return the reported status unless it is one that operators switch."""
        return candidate.reported if candidate.reported not in TRAFFIC_STATUSES else None
