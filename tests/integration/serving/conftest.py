from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.serving.process import Server

Start = Callable[..., Server]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start any command; it is gone when the test ends."""
    servers: list[Server] = []

    def start_one(*command: str | Path, **options: object) -> Server:
        servers.append(Server(*command, **options))  # type: ignore[arg-type]
        return servers[-1]

    yield start_one
    for server in servers:
        server.kill()


@pytest.fixture
def standin(start: Start) -> Start:
    """Start a stand-in on a free port, ready to answer."""

    def start_standin(*settings: str, config: Path | None = None) -> Server:
        file = ["--config", config] if config else []
        module = ["-m", "tests.integration.serving.standin"]
        server = start(sys.executable, *module, *file, "server.port=0", *settings)
        server.wait_until_ready()
        return server

    return start_standin
