"""Starts client programs for one test, and ends whatever is left of them after it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from tests.interop.client_process import ClientProcess
from tests.interop.eureka_rest import EurekaRest
from tests.interop.java_build import java_command
from tests.interop.steered_client import RENEWAL_INTERVAL_S, Identity, SteeredClient
from tests.interop.wiretap import Wiretap

PYTHON = "py"
JAVA_PROGRAMS = {"netflix": "netflix-client", "spring": "spring-client", "jdk": "jdk-http-client"}
_PYTHON_PROGRAM = Path(__file__).parent / "python" / "py_eureka_program.py"


class Launcher:
    """Every process gets a relay of its own to the server, and a log file in `folder`."""

    def __init__(self, server_url: str, folder: Path) -> None:
        self._server_url = server_url
        self._folder = folder
        self._identities: list[Identity] = []
        self._processes: list[ClientProcess] = []
        self._wires: list[Wiretap] = []

    def start(
        self, kind: str, *, metadata: Mapping[str, str] | None = None, renewal_interval_s: int = RENEWAL_INTERVAL_S
    ) -> SteeredClient:
        """Start one client; return when its first fetch is done."""
        client = self._starting(Identity.fresh(kind, metadata=metadata), kind, renewal_interval_s)
        client.process.answer()
        return client

    def start_pair(self, first: str, second: str) -> tuple[SteeredClient, SteeredClient]:
        """Start two clients side by side; return when their first fetches are done."""
        one, two = (self._starting(Identity.fresh(kind), kind, RENEWAL_INTERVAL_S) for kind in (first, second))
        one.process.answer()
        two.process.answer()
        return one, two

    def process(self, kind: str) -> tuple[ClientProcess, Wiretap]:
        """Start a program that has not started its client yet."""
        command = [sys.executable, str(_PYTHON_PROGRAM)] if kind == PYTHON else java_command(JAVA_PROGRAMS[kind])
        name = f"{kind}-{len(self._processes)}"
        wire = Wiretap(self._server_url)
        self._wires.append(wire)
        process = ClientProcess(name, command, self._folder / f"{name}.log")
        self._processes.append(process)
        return process, wire

    def close(self) -> None:
        """End all processes; print what they logged and sent, which pytest shows for a failed test."""
        for process, wire in zip(self._processes, self._wires, strict=False):
            process.kill()
            print(f"--- log of {process.name}:\n{process.log_tail()}")
            print("--- its requests:\n" + "\n".join(wire.summary()[-60:]))
        for wire in self._wires:
            wire.close()
        for identity in self._identities:  # a lease that outlives its client is a surprise to the next test
            EurekaRest(self._server_url).cancel(identity.app_name, identity.instance_id)

    def _starting(self, identity: Identity, kind: str, renewal_interval_s: int) -> SteeredClient:
        self._identities.append(identity)
        client = SteeredClient(identity, *self.process(kind))
        client.tell_start(renewal_interval_s)
        return client
