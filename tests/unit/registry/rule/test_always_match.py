from __future__ import annotations

import pytest

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule import Candidate
from eureka_py.registry.rule.always_match import AlwaysMatchInstanceStatusRule


@pytest.mark.parametrize("reported", list(InstanceStatus))
def test_the_instance_knows_best(reported: InstanceStatus) -> None:
    candidate = Candidate(reported, InstanceStatus.OUT_OF_SERVICE, InstanceStatus.UP, False)
    assert AlwaysMatchInstanceStatusRule().apply(candidate) is reported
