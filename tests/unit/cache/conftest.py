from __future__ import annotations

import pytest

from eureka_py.testing import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
