"""The rule that lets an operator have the say."""

from __future__ import annotations

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule.base import Candidate, StatusOverrideRule


class OverrideExistsRule(StatusOverrideRule):
    """A status set at a server wins over what the instance reports. Source: Netflix OverrideExistsRule."""

    def apply(self, candidate: Candidate) -> InstanceStatus | None:
        """Return the overridden status, if there is one."""
        return candidate.overridden
