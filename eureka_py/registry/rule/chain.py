"""The rules in their order: the first that matches decides."""

from __future__ import annotations

from collections.abc import Sequence

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule.always_match import AlwaysMatchInstanceStatusRule
from eureka_py.registry.rule.base import Candidate, StatusOverrideRule
from eureka_py.registry.rule.down_or_starting import DownOrStartingRule
from eureka_py.registry.rule.lease_exists import LeaseExistsRule
from eureka_py.registry.rule.override_exists import OverrideExistsRule

DEFAULT_RULES: tuple[StatusOverrideRule, ...] = (
    DownOrStartingRule(),
    OverrideExistsRule(),
    LeaseExistsRule(),
    AlwaysMatchInstanceStatusRule(),
)


def decide_status(rules: Sequence[StatusOverrideRule], candidate: Candidate) -> InstanceStatus:
    """Return what the first matching rule says, the reported status if none matches.

    Source: Netflix FirstMatchWinsCompositeRule.
    """
    for rule in rules:
        status = rule.apply(candidate)
        if status is not None:
            return status
    return candidate.reported
