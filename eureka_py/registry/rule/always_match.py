"""The rule that ends every chain."""

from __future__ import annotations

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule.base import Candidate, StatusOverrideRule


class AlwaysMatchInstanceStatusRule(StatusOverrideRule):
    """Otherwise the instance knows best. Source: Netflix AlwaysMatchInstanceStatusRule."""

    def apply(self, candidate: Candidate) -> InstanceStatus:
        """Return the reported status."""
        return candidate.reported
