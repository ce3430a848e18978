from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Keep the thousands of lines that the registry logs here out of a failure's report."""
    logger = logging.getLogger("eureka_py")
    level = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(level)
