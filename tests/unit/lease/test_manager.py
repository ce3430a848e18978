from __future__ import annotations

import inspect

import pytest

from eureka_py.lease import LeaseManager
from eureka_py.model import InstanceInfo
from eureka_py.registry.abstract import AbstractInstanceRegistry
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry

VERBS = ("register", "renew", "cancel", "evict")


def test_a_lease_manager_holds_the_four_verbs_and_nothing_else() -> None:
    assert inspect.isabstract(LeaseManager)
    assert LeaseManager.__abstractmethods__ == frozenset(VERBS)


def test_it_cannot_be_made_without_them() -> None:
    with pytest.raises(TypeError, match="abstract"):
        LeaseManager[InstanceInfo]()  # type: ignore[abstract]


@pytest.mark.parametrize("kind", [AbstractInstanceRegistry, PeerAwareInstanceRegistry])
@pytest.mark.parametrize("verb", VERBS)
def test_a_registry_takes_the_same_arguments(kind: type[LeaseManager[InstanceInfo]], verb: str) -> None:
    asked = inspect.signature(getattr(LeaseManager, verb)).parameters
    given = inspect.signature(getattr(kind, verb)).parameters
    assert [(one.name, one.kind, one.default) for one in asked.values()] == [
        (one.name, one.kind, one.default) for one in given.values()
    ]
