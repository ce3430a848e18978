from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hostile.node import HostileNode


@pytest.fixture(scope="module")
def node() -> Iterator[HostileNode]:
    """A node as it is by default, but less patient."""
    node = HostileNode("server.request_timeout_s=1")
    yield node
    node.server.kill()
