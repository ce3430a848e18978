from __future__ import annotations

import pytest

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule import Candidate
from eureka_py.registry.rule.lease_exists import LeaseExistsRule


@pytest.mark.parametrize("held", [InstanceStatus.UP, InstanceStatus.OUT_OF_SERVICE])
def test_a_client_keeps_the_traffic_status_that_is_held(held: InstanceStatus) -> None:
    assert LeaseExistsRule().apply(Candidate(InstanceStatus.UP, None, held, False)) is held


@pytest.mark.parametrize("held", [None, InstanceStatus.DOWN, InstanceStatus.STARTING, InstanceStatus.UNKNOWN])
def test_another_status_or_none_is_not_kept(held: InstanceStatus | None) -> None:
    assert LeaseExistsRule().apply(Candidate(InstanceStatus.UP, None, held, False)) is None


@pytest.mark.parametrize("held", [None, *InstanceStatus])
def test_a_peer_is_not_held_to_it(held: InstanceStatus | None) -> None:
    assert LeaseExistsRule().apply(Candidate(InstanceStatus.UP, None, held, True)) is None
