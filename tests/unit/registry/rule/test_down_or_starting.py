from __future__ import annotations

import pytest

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule import Candidate
from eureka_py.registry.rule.down_or_starting import DownOrStartingRule


@pytest.mark.parametrize("reported", [InstanceStatus.DOWN, InstanceStatus.STARTING, InstanceStatus.UNKNOWN])
def test_whoever_is_not_ready_is_believed(reported: InstanceStatus) -> None:
    assert DownOrStartingRule().apply(Candidate(reported, InstanceStatus.UP, InstanceStatus.UP, False)) is reported


@pytest.mark.parametrize("reported", [InstanceStatus.UP, InstanceStatus.OUT_OF_SERVICE])
def test_whoever_says_ready_is_left_to_the_other_rules(reported: InstanceStatus) -> None:
    assert DownOrStartingRule().apply(Candidate(reported, None, None, False)) is None
