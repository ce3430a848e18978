"""A whole registry for tests, with fakes for all that is not given."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eureka_py.clock import Clock
from eureka_py.config import Config
from eureka_py.registry.interface import Replicator
from eureka_py.registry.peer_aware import NoPeers, PeerAwareInstanceRegistry
from eureka_py.registry.rule import DEFAULT_RULES, StatusOverrideRule
from eureka_py.testing.clock import FakeClock


def a_registry(
    config: Config | None = None,
    *,
    clock: Clock | None = None,
    replicator: Replicator | None = None,
    rules: Sequence[StatusOverrideRule] = DEFAULT_RULES,
    seed: int = 0,
) -> PeerAwareInstanceRegistry:
    """Return an empty registry. `seed` decides which expired leases an eviction takes first."""
    return PeerAwareInstanceRegistry(
        config or Config(),
        clock=clock or FakeClock(),
        random=Random(seed),
        replicator=replicator or NoPeers(),
        rules=rules,
    )
