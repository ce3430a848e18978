"""A node under attack, and what can be seen of it."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tests.hostile.requests import put, registration
from tests.integration.serving.process import Server, is_running
from tests.integration.serving.raw import rest_of

WITNESS = ("WITNESS", "witness-1")
"""The instance that is there all the time, so that heartbeats find one."""
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class State(NamedTuple):
    """What the registry holds."""

    version: str
    apps_hashcode: str
    instances: int


class HostileNode:
    """A server process of its own, with one instance registered."""

    def __init__(self, *settings: str) -> None:
        flags = [part for setting in settings for part in ("--set", setting)]
        module = [sys.executable, "-m", "eureka_py", "serve", "--host", "127.0.0.1", "--port", "0"]
        self.server = Server(*module, *flags)
        try:
            self.worker = self.server.wait_until_ready()
            answer = self.ask(registration(*WITNESS))
            assert answer.startswith(b"HTTP/1.1 204 "), (answer, self.server.lines)
        except BaseException:
            self.server.kill()
            raise

    def dial(self, timeout_s: float = 20.0) -> socket.socket:
        """Return an open connection."""
        host, _, port = self.server.address.removeprefix("http://").rpartition(":")
        return socket.create_connection((host, int(port)), timeout=timeout_s)

    def ask(self, sent: bytes) -> bytes:
        """Send bytes and then no more; return all that is answered, however the connection ends."""
        connection = self.dial()
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError, OSError):
            pass  # refused before the end: what was answered by then is still to be read, if anything
        return rest_of(connection)

    def get(self, path: str, *headers: str) -> bytes:
        """Return the body of a 200."""
        lines = "".join(f"{header}\r\n" for header in headers)
        answer = self.ask(f"GET {path} HTTP/1.1\r\nHost: e\r\n{lines}Connection: close\r\n\r\n".encode())
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), (path, head)
        return body

    def applications(self) -> list[dict[str, Any]]:
        """Return what all applications are, by the JSON that clients read."""
        apps: list[dict[str, Any]] = self._read()["application"]
        return apps

    def state(self) -> State:
        """Return what the registry holds, in short."""
        read = self._read()
        count = sum(len(app["instance"]) for app in read["application"])
        return State(read["versions__delta"], read["apps__hashcode"], count)

    def memory_mb(self) -> float:
        """Return how much memory the worker has."""
        return int(Path(f"/proc/{self.worker}/statm").read_text().split()[1]) * _PAGE_BYTES / 2**20

    def is_alive(self) -> bool:
        """Say whether the worker that began is still the one that serves."""
        return is_running(self.worker)

    def heartbeat(self) -> bytes:
        """Renew the witness."""
        return self.ask(put("/eureka/apps/{}/{}".format(*WITNESS)))

    def _read(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.get("/eureka/apps", "Accept: application/json"))["applications"]
        return read
