from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.integration.eureka.eureka_node import EurekaNode
from tests.integration.serving.process import Server


@pytest.fixture
def node() -> EurekaNode:
    return EurekaNode()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A process that serves the defaults on a free port, and had nothing to complain of when it ended."""
    process = Server(sys.executable, "-m", "eureka_py", "serve", "--host", "127.0.0.1", "--port", "0")
    try:
        process.wait_until_ready()
        yield process
        assert process.terminate() == 0
        assert not [line for line in process.lines if "Traceback" in line or "ERROR" in line]
    finally:
        process.kill()
