from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eureka_py.identity.hashing import hashed
from eureka_py.identity.writing import add_entry
from tests.integration.identity.secured import PASSWORD
from tests.integration.serving.process import BIN, Server

Secured = Callable[..., Server]


@pytest.fixture(scope="session")
def secret_hash() -> str:
    return hashed(PASSWORD)


@pytest.fixture
def credentials(tmp_path: Path, secret_hash: str) -> Path:
    """A file with a user for ORDERS, who also has a certificate, and one with every right."""
    file = tmp_path / "credentials.toml"
    orders = {"roles": ["read", "register"], "apps": ["ORDERS"], "certificate": ["orders"], "secret": secret_hash}
    add_entry(str(file), "users", "orders", orders)
    add_entry(str(file), "users", "boss", {"roles": ["admin"], "secret": secret_hash})
    return file


@pytest.fixture
def serve() -> Iterator[Secured]:
    """Start a server with settings, which is gone when the test ends."""
    servers: list[Server] = []

    def serve_one(*settings: str, host: str = "127.0.0.1") -> Server:
        flags = [part for setting in settings for part in ("--set", setting)]
        servers.append(Server(BIN / "eureka-py", "serve", "--host", host, "--port", "0", *flags))
        return servers[-1]

    yield serve_one
    for server in servers:
        server.kill()
