from __future__ import annotations

from collections.abc import Callable
from random import Random

from eureka_py.config import Config
from eureka_py.model import DEFAULT_SCOPE
from eureka_py.registry.peer_aware import NoPeers, PeerAwareInstanceRegistry
from eureka_py.registry.view import RegistryView
from eureka_py.testing import FakeClock


class WatchedRegistry(PeerAwareInstanceRegistry):
    """A registry that calls `after_view` whenever it gave out a view, before the reader has it."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(Config(), clock=clock, random=Random(0), replicator=NoPeers())
        self.after_view: Callable[[], None] = lambda: None

    def view(self, scope: str = DEFAULT_SCOPE) -> RegistryView:
        view = super().view(scope)
        self.after_view()
        return view
