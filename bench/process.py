"""The server as a process of its own, started the way a user starts it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

from bench.memory import family_of

_REPOSITORY = Path(__file__).parents[1]
_START_S = 30.0
_STOP_S = 20.0
_PAUSE_S = 0.005


class ServerProcess:
    """`eureka_py serve` with default settings on a free loopback port, from `with` to the end of its block.

    `start_s`: from just before the process was made to the first 200 from `/eureka/apps`.
    """

    def __init__(self) -> None:
        self.port = _free_port()
        self.start_s = 0.0
        self._folder = tempfile.TemporaryDirectory(prefix="eureka-bench-")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The master's process id."""
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> ServerProcess:
        command = [sys.executable, "-m", "eureka_py", "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        settings = ("EUREKA_PY_", "PYTHONPATH")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(settings)}
        started_at = time.perf_counter()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self._folder.name,  # where no conf/eureka-server.toml is found
                env={**environment, "PYTHONPATH": str(_REPOSITORY)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_for_answer(started_at)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _wait_for_answer(self, started_at: float) -> None:
        assert self._process is not None
        while not _answers(self.port):
            if self._process.poll() is not None or time.perf_counter() - started_at > _START_S:
                output = self._log.read_text("utf-8", "replace")[-4000:]
                raise RuntimeError(f"no answer from the server, exit status {self._process.returncode}\n{output}")
            time.sleep(_PAUSE_S)
        self.start_s = time.perf_counter() - started_at

    def _stop(self) -> None:
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                for pid in family_of(process.pid):
                    os.kill(pid, 9)
                process.wait(_STOP_S)
        self._folder.cleanup()

    @property
    def _log(self) -> Path:
        return Path(self._folder.name, "server.log")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/eureka/apps", headers={"Connection": "close"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
