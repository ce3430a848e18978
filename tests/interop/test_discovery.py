"""Two Java clients find each other by name, whichever they are."""

from __future__ import annotations

import pytest

from tests.interop.deadline import eventually
from tests.interop.launcher import Launcher
from tests.interop.steered_client import SteeredClient

pytestmark = pytest.mark.interop


@pytest.mark.parametrize(("first", "second"), [("netflix", "netflix"), ("spring", "spring"), ("netflix", "spring")])
@pytest.mark.usefixtures("java")
def test_two_clients_find_each_other(first: str, second: str, clients: Launcher) -> None:
    one, two = clients.start_pair(first, second)

    _finds(one, two)
    _finds(two, one)


def _finds(seeker: SteeredClient, sought: SteeredClient) -> None:
    them = sought.identity
    [found] = eventually(f"{them.app} is found", lambda: seeker.discover(them.app))
    assert found == {"id": them.instance_id, "host": them.host, "port": them.port}
