"""The server under test as a process of its own, started the way a user starts it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

_REPOSITORY = Path(__file__).parents[2]
_START_S = 30.0
_STOP_S = 15.0
_PAUSE_S = 0.05


class ServerProcess:
    """`eureka_py serve` on a free port of 127.0.0.1."""

    def __init__(self, log: Path) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}/eureka"
        self._log = log
        command = [sys.executable, "-m", "eureka_py", "serve", "--host", "127.0.0.1", "--port", str(port)]
        command += ["--set", "eureka.evictionIntervalTimerInMs=1000"]
        # The server reads settings from such variables too; ours are for the tests, and those of a developer stay out.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("EUREKA_PY_")}
        with log.open("wb") as sink:
            self._process = subprocess.Popen(
                command,
                cwd=_REPOSITORY,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
            )

    def wait_until_ready(self) -> None:
        """Return when the registry can be read; raise when the server ends or takes too long."""
        give_up_at = time.monotonic() + _START_S
        while not _answers(self.url):
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with {self._process.returncode}\n{self._output()}")
            if time.monotonic() > give_up_at:
                raise RuntimeError(f"the server was not ready within {_START_S:g} s\n{self._output()}")
            time.sleep(_PAUSE_S)

    def terminate(self) -> int:
        """Send SIGTERM and return the exit code; raise if the server was gone already or does not go."""
        if self._process.poll() is not None:
            raise RuntimeError(f"the server had ended with {self._process.returncode}\n{self._output()}")
        self._process.terminate()
        try:
            return self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired as ex:
            raise RuntimeError(f"the server did not end within {_STOP_S:g} s\n{self._output()}") from ex

    def kill(self) -> None:
        """Make sure that the process is gone."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(_STOP_S)

    def _output(self) -> str:
        return self._log.read_text("utf-8", "replace")[-4000:]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=2)
    try:
        connection.request("GET", f"{parts.path}/apps", headers={"Connection": "close"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
