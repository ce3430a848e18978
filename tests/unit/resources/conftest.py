from __future__ import annotations

import pytest

from tests.unit.resources.face import Face


@pytest.fixture
def face() -> Face:
    return Face()
