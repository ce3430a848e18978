"""A server with our serving and a tiny application, which tells who answered, when, and what it remembers.

`python -m tests.integration.serving.standin KEY=VALUE ...` starts it as `eureka-py serve` would; with `--config FILE`
first, it reads that file, again at each HUP.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

from eureka_py.config import Config
from eureka_py.config.loading import Assignment, load
from eureka_py.serving.server import serve
from eureka_py.serving.source import SettingsSource
from eureka_py.serving.wsgi import StartResponse

LARGE_BYTES = 2**25
NOWHERE = Path("no-such-folder/none.toml")


class StandinNode:
    def __init__(self, config: Config) -> None:
        if config.server.environment == "broken":
            raise RuntimeError("this node cannot be built")
        self._config = config
        self._kept = 0
        self._is_started = False
        self._is_drained = False
        self._never = threading.Event()

    def start(self) -> None:
        self._is_started = True

    def drain(self) -> None:
        self._is_drained = True

    def stop(self) -> None:
        self._is_started = False

    def wsgi(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/keep":
            self._kept += 1
        elif path == "/read":
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 2**20))
        elif path == "/large":
            start_response("200 OK", [("Content-Length", str(LARGE_BYTES))])
            return [bytes(LARGE_BYTES)]
        elif path == "/hang":
            self._never.wait()
        elif path == "/slow":
            self._never.wait(0.7)
        answer = {
            "pid": os.getpid(),
            "kept": self._kept,
            "is_started": self._is_started,
            "is_drained": self._is_drained,
            "at_ns": time.monotonic_ns(),  # one clock for all processes
            "host": self._config.server.host,
            "port": self._config.server.port,
            "environment": self._config.server.environment,
        }
        body = json.dumps(answer).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]


@cache
def source(file: str | None, *settings: str) -> SettingsSource:
    pairs = [text.partition("=") for text in settings]
    assignments = [Assignment(name, value, origin="test") for name, _, value in pairs]
    read = partial(load, file=file, environ={}, assignments=assignments, default_file=NOWHERE)
    return SettingsSource(read, StandinNode)


def main(arguments: list[str]) -> None:
    file = None
    if arguments[:1] == ["--config"]:
        file, arguments = arguments[1], arguments[2:]
    serve(source(file, *arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
