"""A server as a process of its own, its log, and requests to it. Every wait has a deadline."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
PATIENCE_S = 20.0
_READY = re.compile(r"eureka_py ready address=(\S+) .*worker=(\d+)")


class Server:
    """A process that was started, and what it wrote to standard error so far."""

    def __init__(self, *command: str | Path, environ: Mapping[str, str] | None = None, cwd: Path = REPOSITORY) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("EUREKA_PY_")}
        self._process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env={**clean, "PYTHONPATH": str(REPOSITORY), **(environ or {})},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.pid = self._process.pid
        self.lines: list[str] = []
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for_line(self, pattern: str, *, count: int = 1) -> str:
        """Return the `count`-th line that matches, as soon as it is there."""
        expression = re.compile(pattern)

        def found() -> list[str]:
            return [line for line in self.lines if expression.search(line)]

        with self._changed:
            if not self._changed.wait_for(lambda: len(found()) >= count, PATIENCE_S):
                raise AssertionError(f"no line {count} like {pattern!r} in:\n" + "\n".join(self.lines))
            return found()[count - 1]

    def wait_until_ready(self, *, count: int = 1) -> int:
        """Return the pid of the `count`-th worker that got ready."""
        match = _READY.search(self.wait_for_line(_READY.pattern, count=count))
        assert match
        return int(match[2])

    @property
    def address(self) -> str:
        """Where the first worker that got ready listens."""
        match = _READY.search(self.wait_for_line(_READY.pattern))
        assert match
        return match[1]

    def get(self, path: str = "/") -> Any:
        """Return the JSON that is answered."""
        status, body = get(self.address, path)
        assert status == 200
        return json.loads(body)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the master."""
        os.kill(self.pid, number)

    def wait(self) -> int:
        """Return the exit status once the process has ended, and the whole log is here unless others still write it."""
        status = self._process.wait(PATIENCE_S)
        self._reader.join(0 if processes_of_session(self.pid) else PATIENCE_S)
        return status

    def terminate(self) -> int:
        """End the server the usual way."""
        self.send(signal.SIGTERM)
        return self.wait()

    def kill(self) -> None:
        """End what may still run of the session that was started with this process."""
        for pid in processes_of_session(self.pid):
            kill(pid, signal.SIGKILL)
        self._process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        if self._process.stderr:
            self._process.stderr.close()

    def _read(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            with self._changed:
                self.lines.append(line.rstrip("\n"))
                self._changed.notify_all()


def run(
    *command: str | Path, environ: Mapping[str, str] | None = None, cwd: Path = REPOSITORY
) -> tuple[int, list[str]]:
    """Return exit status and standard error of a command that is expected to end by itself."""
    server = Server(*command, environ=environ, cwd=cwd)
    try:
        return server.wait(), server.lines
    finally:
        server.kill()


def get(address: str, path: str = "/") -> tuple[int, bytes]:
    """Send one request over a connection of its own."""
    connection = connect(address)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def connect(address: str) -> HTTPConnection:
    """Return a connection to `http://host:port` or `unix:/path`."""
    if not address.startswith("unix:"):
        return HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE_S)
    connection = HTTPConnection("localhost", timeout=PATIENCE_S)
    connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.sock.settimeout(PATIENCE_S)
    connection.sock.connect(address.removeprefix("unix:"))
    return connection


def eventually(is_so: Callable[[], bool]) -> bool:
    """Say whether something becomes true before patience ends."""
    give_up_at = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.01)
    return True


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started and not yet buried."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def parent_of(pid: int) -> int:
    """Return the process that started a process."""
    return int(_stat(pid)[1])


def is_running(pid: int) -> bool:
    """Say whether a process is there, and not only waits to be buried."""
    try:
        return _stat(pid)[0] != "Z"
    except FileNotFoundError:
        return False


def processes_of_session(leader: int) -> list[int]:
    """Return the processes of a session, which ours are and nobody else's."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and int(_stat(int(entry.name))[3]) == leader:
                found.append(int(entry.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def kill(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may be gone already."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _stat(pid: int) -> list[str]:
    # state, parent, process group, session, ...: the name before them may hold spaces
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
