"""Fixtures of the interop tests: the server, an operator who speaks plain REST, and the real clients.

EUREKA_INTEROP_URL: base URL (up to, without `/apps`) of a running server to test instead of a fresh one.
EUREKA_INTEROP_CACHE: where the Java programs are built, else `.cache/interop` in the repository.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.serving.process import Server
from tests.interop import left_out
from tests.interop.eureka_rest import EurekaRest
from tests.interop.launcher import Launcher

SERVER_VARIABLE = "EUREKA_INTEROP_URL"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Base URL of a fresh server process, or of the server that the environment names."""
    given = os.environ.get(SERVER_VARIABLE)
    if given:
        yield given.rstrip("/")
        return
    process = Server(
        *(sys.executable, "-m", "eureka_py", "serve", "--host", "127.0.0.1", "--port", "0"),
        *("--set", "eureka.evictionIntervalTimerInMs=1000"),
    )
    try:
        process.wait_until_ready()
        yield f"{process.address}/eureka"
        assert process.terminate() == 0
    finally:
        process.kill()


@pytest.fixture
def eureka(server: str) -> EurekaRest:
    """The operator."""
    return EurekaRest(server)


@pytest.fixture(scope="session")
def java() -> None:
    """Ask for the Java clients: skip where they cannot run."""
    reason = left_out.java_clients()
    if reason:
        pytest.skip(reason)


@pytest.fixture(params=["netflix", "spring"])
def kind(request: pytest.FixtureRequest, java: None) -> str:
    """Each of the Java Eureka clients in turn."""
    return str(request.param)


@pytest.fixture
def clients(server: str, tmp_path: Path) -> Iterator[Launcher]:
    """Start client programs; all are gone when the test ends."""
    launcher = Launcher(server, tmp_path)
    try:
        yield launcher
    finally:
        launcher.close()


@pytest.fixture
def neighbour(eureka: EurekaRest) -> Iterator[tuple[str, str]]:
    """App name and id of an instance that is there already: with an empty registry, clients never use deltas."""
    app = f"NEIGHBOUR-{secrets.token_hex(3)}".upper()
    eureka.register(app, f"{app}:1", metadata={"kind": "neighbour"})
    yield app, f"{app}:1"
    eureka.cancel(app, f"{app}:1")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out."""
    reasons = set()
    for report in terminalreporter.getreports("skipped"):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
        reasons.update([reason.removeprefix("Skipped: ")] if left_out.MARK in reason else [])
    if reasons:
        terminalreporter.write_line("; ".join(sorted(reasons)))
