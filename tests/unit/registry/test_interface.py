"""Whoever fulfils a Protocol of `interface.py`, real or fake, takes the same arguments."""

from __future__ import annotations

import inspect

import pytest

from eureka_py.registry import interface
from eureka_py.registry.abstract import AbstractInstanceRegistry
from eureka_py.registry.peer_aware import NoPeers, PeerAwareInstanceRegistry
from eureka_py.testing.listener import RecordingListener
from eureka_py.testing.registry import a_registry
from eureka_py.testing.replicator import RecordingReplicator

IMPLEMENTATIONS: list[tuple[type, type]] = [
    (interface.InstanceRegistry, AbstractInstanceRegistry),
    (interface.InstanceRegistry, PeerAwareInstanceRegistry),
    (interface.Replicator, NoPeers),
    (interface.Replicator, RecordingReplicator),
    (interface.ChangeListener, RecordingListener),
]


def methods_of(protocol: type) -> list[str]:
    return [name for name, member in vars(protocol).items() if inspect.isfunction(member) and not name.startswith("_")]


@pytest.mark.parametrize(
    ("protocol", "implementation", "method"),
    [(protocol, kind, method) for protocol, kind in IMPLEMENTATIONS for method in methods_of(protocol)],
)
def test_an_implementation_takes_what_the_protocol_says(protocol: type, implementation: type, method: str) -> None:
    asked = inspect.signature(getattr(protocol, method)).parameters.values()
    given = inspect.signature(getattr(implementation, method)).parameters.values()
    assert [(one.name, one.kind, one.default) for one in asked] == [(one.name, one.kind, one.default) for one in given]


def test_the_type_checker_agrees() -> None:
    registry: interface.InstanceRegistry = a_registry()
    replicators: list[interface.Replicator] = [NoPeers(), RecordingReplicator()]
    listener: interface.ChangeListener = RecordingListener()
    assert registry.view().version == 0
    assert len(replicators) == 2
    assert listener is not None
