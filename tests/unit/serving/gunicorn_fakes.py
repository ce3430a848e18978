"""Stand-ins for gunicorn's arbiter and worker, with gunicorn's own settings in them."""

from __future__ import annotations

import os
from typing import Any

from gunicorn.config import Config as GunicornConfig

from eureka_py.serving.gunicorn_rules import WORKER_CLASS


class FakePidfile:
    def __init__(self) -> None:
        self.is_there = True

    def unlink(self) -> None:
        self.is_there = False


class FakeListener:
    def __init__(self, place: tuple[str, int] | str) -> None:
        self._place = place

    def getsockname(self) -> tuple[str, int] | str:
        return self._place

    def __str__(self) -> str:
        return self._place if isinstance(self._place, str) else f"http://{self._place[0]}:{self._place[1]}"


class FakeLog:
    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: None


class FakeServer:
    def __init__(self, **settings: object) -> None:
        self.cfg = gunicorn_config(**settings)
        self.log = FakeLog()
        self.pidfile: FakePidfile | None = None
        self.master_pid = 0
        self.reexec_pid = 0
        self.pid = os.getpid()
        self.num_workers = 1
        self.LISTENERS: list[Any] = []
        self.START_CTX: dict[str, Any] = {}
        self.timeout: int | None = None
        self.worker_class: Any = None


class FakeWorker:
    def __init__(self, place: tuple[str, int] | str = ("127.0.0.1", 8761)) -> None:
        self.cfg = gunicorn_config()
        self.sockets = [FakeListener(place)]
        self.alive = True
        self.pid = os.getpid()
        self.ppid = os.getppid()
        self.wsgi: Any = None
        self.request_timeout_s: Any = None
        self.before_stop: Any = None


def gunicorn_config(**settings: object) -> Any:
    cfg = GunicornConfig()
    for name, value in ({"worker_class": WORKER_CLASS, "timeout": 0} | settings).items():
        cfg.set(name, value)
    return cfg
