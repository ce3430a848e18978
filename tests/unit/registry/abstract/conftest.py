from __future__ import annotations

import pytest

from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock
from eureka_py.testing.listener import RecordingListener
from eureka_py.testing.registry import a_registry


@pytest.fixture
def registry(clock: FakeClock) -> PeerAwareInstanceRegistry:
    return a_registry(clock=clock)


@pytest.fixture
def listener(registry: PeerAwareInstanceRegistry) -> RecordingListener:
    listener = RecordingListener()
    registry.subscribe(listener)
    return listener
