from __future__ import annotations

import pytest

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule import Candidate
from eureka_py.registry.rule.override_exists import OverrideExistsRule


@pytest.mark.parametrize("overridden", [None, *InstanceStatus])
@pytest.mark.parametrize("is_replication", [False, True])
def test_what_was_set_at_a_server_is_shown(overridden: InstanceStatus | None, is_replication: bool) -> None:
    candidate = Candidate(InstanceStatus.UP, overridden, InstanceStatus.UP, is_replication)
    assert OverrideExistsRule().apply(candidate) is overridden
