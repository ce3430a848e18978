from __future__ import annotations

import pytest

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule import Candidate, StatusOverrideRule
from eureka_py.registry.rule.base import TRAFFIC_STATUSES


def test_operators_switch_between_two_statuses() -> None:
    assert TRAFFIC_STATUSES == (InstanceStatus.UP, InstanceStatus.OUT_OF_SERVICE)


def test_a_rule_has_to_say_how_it_applies() -> None:
    with pytest.raises(TypeError, match="abstract"):
        StatusOverrideRule()  # type: ignore[abstract]


def test_a_candidate_is_all_that_a_rule_may_look_at() -> None:
    assert Candidate._fields == ("reported", "overridden", "held", "is_replication")
