"""What the worker does at each turn of its life: build the node, wait until no other worker is left, serve, stop.

The wait makes HUP and USR2 hand over without an overlap. Meanwhile connections wait in the backlog of the socket,
which the master keeps open.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from eureka_py import __version__
from eureka_py.config import Config
from eureka_py.serving.last_answer import LastAnswers
from eureka_py.serving.open_files import allow_connections
from eureka_py.serving.service_manager import ServiceManager
from eureka_py.serving.stragglers import leave_stragglers_behind
from eureka_py.serving.worker_lock import WorkerLock
from eureka_py.serving.wsgi import StartResponse, WsgiApp

logger = logging.getLogger(__name__)

MARGIN_S = 1
"""How much longer than its worker the master is patient: the worker ends by itself, rather than by a kill."""
SWITCH_INTERVAL_S = 0.0005
"""How long a thread may keep the others waiting for the interpreter: short, for the sake of the slowest answers."""
TURN_POLL_S = 0.02


class Node(Protocol):
    """What is served. Nothing runs before `start`."""

    @property
    def wsgi(self) -> WsgiApp:
        """The application."""
        ...

    def start(self) -> None:
        """Begin what runs by itself."""
        ...

    def drain(self) -> None:
        """Say that the node is not ready any more; a signal handler calls this, before others stop it."""
        ...

    def stop(self) -> None:
        """End it."""
        ...


NodeBuilder = Callable[[Config], Node]


class WorkerHooks:
    """Hooks that run in the worker, which keeps its own when a HUP makes new ones. `worker` is gunicorn's."""

    def __init__(self, config: Config, build: NodeBuilder) -> None:
        self._config = config
        self._build = build
        self._node: Node | None = None

    def settings(self) -> dict[str, Callable[..., None]]:
        """Return the hooks under the names that gunicorn gives them."""
        return {
            "post_fork": self.post_fork,
            "post_worker_init": self.post_worker_init,
            "worker_exit": self.worker_exit,
        }

    def post_fork(self, server: Any, worker: Any) -> None:
        """Take a little less time for stopping than the master grants, and room for connections."""
        worker.cfg.set("graceful_timeout", max(0, worker.cfg.graceful_timeout - MARGIN_S))
        allow_connections(worker.cfg.worker_connections)

    def post_worker_init(self, worker: Any) -> None:
        """Build the node, wait for the worker before to be gone, start."""
        self._node = node = self._build(_as_bound(self._config, worker.sockets[0].getsockname()))
        worker.wsgi = LastAnswers(node.wsgi, worker)
        worker.request_timeout_s = self._config.server.request_timeout_s
        worker.before_stop = node.drain
        wait_for_turn(worker, WorkerLock.shared(os.environ))
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        node.start()
        addresses = ",".join(str(listener) for listener in worker.sockets)
        logger.info(
            "eureka_py ready address=%s version=%s mode=%s pid=%d worker=%d",
            addresses,
            __version__,
            "standalone",
            os.getppid(),  # the one to signal
            os.getpid(),
        )
        ServiceManager.named_in(os.environ).tell_ready(addresses)

    def worker_exit(self, server: Any, worker: Any) -> None:
        """Stop the node, and leave even if a request still runs."""
        if worker.pid != os.getpid():
            return  # gunicorn calls this in the master, too, for a worker that it cannot find
        if self._node is not None:
            self._node.stop()
        leave_stragglers_behind()


def not_built_yet(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Stand in for the application until `post_worker_init` has built it; no request ever gets here."""
    raise RuntimeError("the node is not built yet")


def wait_for_turn(worker: Any, lock: WorkerLock) -> None:
    """Return when no other worker is left; leave the process if it is told to stop, or its master is gone."""
    if lock.try_acquire():
        return
    logger.info("waiting until the worker before is gone pid=%d", os.getpid())
    while not lock.try_acquire():
        if not worker.alive or os.getppid() != worker.ppid:
            raise SystemExit(0)
        time.sleep(TURN_POLL_S)


def _as_bound(config: Config, place: Any) -> Config:
    """Return the settings with the address that was bound: a flag of gunicorn or port 0 may have changed it."""
    where = {"host": place[0], "port": place[1]} if isinstance(place, tuple) else {"host": f"unix:{place}"}
    return dataclasses.replace(config, server=dataclasses.replace(config.server, **where))
