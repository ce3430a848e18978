"""What the master does at each turn of its life, beside what gunicorn does: it opens sockets and keeps to one worker.

The same hooks serve `eureka-py serve` and `gunicorn -c`. A HUP makes new ones, with the settings of then.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from gunicorn import sock, systemd

from eureka_py.config import Config
from eureka_py.errors import EurekaError
from eureka_py.serving.gunicorn_rules import make_bearable, refused_settings
from eureka_py.serving.listening import is_local, is_protected, open_socket, require_protection
from eureka_py.serving.refusal import refuse_to_start
from eureka_py.serving.service_manager import ServiceManager
from eureka_py.serving.worker_lock import WorkerLock

logger = logging.getLogger(__name__)

_LISTENERS = {
    socket.AF_INET: sock.TCPSocket,
    socket.AF_INET6: sock.TCP6Socket,
    socket.AF_UNIX: sock.UnixSocket,
}
"""What gunicorn wraps around an open socket, by its family."""


class MasterHooks:
    """Hooks that run in the master. `server` is gunicorn's arbiter."""

    def __init__(self, config: Config) -> None:
        self._is_protected = is_protected(config)
        self._may_be_open = self._is_protected or config.server.insecure
        self._is_in_clear = not config.tls.is_on

    def settings(self) -> dict[str, Callable[..., None]]:
        """Return the hooks under the names that gunicorn gives them."""
        return {
            "on_starting": self.on_starting,
            "when_ready": self.when_ready,
            "on_reload": self.on_reload,
            "nworkers_changed": self.nworkers_changed,
            "pre_exec": self.pre_exec,
            "on_exit": self.on_exit,
        }

    def on_starting(self, server: Any) -> None:
        """Judge what gunicorn was told, and open the sockets: gunicorn itself would try for 5 s and say little."""
        ServiceManager.named_in(os.environ)  # from here on gunicorn does not know of it
        try:
            for refusal in refused_settings(server.cfg):
                raise refusal
            if not _inherits_sockets(server):
                server.LISTENERS = self._opened_sockets(server)
        except EurekaError as ex:
            _refuse(server, ex)
        WorkerLock.shared(os.environ)

    def when_ready(self, server: Any) -> None:
        """Judge sockets that were inherited, and say so if anybody can reach the node."""
        for listener in server.LISTENERS:
            place = listener.getsockname()
            try:
                require_protection(place, may_be_open=self._may_be_open)
            except EurekaError as ex:
                _refuse(server, ex)
            if not is_local(place):
                self._warn(listener)

    def on_reload(self, server: Any) -> None:
        """Put back what the registry cannot bear. The address stays as it is, too: see `source.py`."""
        for refusal in refused_settings(server.cfg):
            logger.error("setting refused, going on without it reason=%s", refusal)
        make_bearable(server.cfg)
        server.timeout = server.cfg.timeout
        server.worker_class = server.cfg.worker_class
        ServiceManager.named_in(os.environ).tell_reloading()
        logger.info("worker is being replaced, its registry goes with it")

    def nworkers_changed(self, server: Any, new_value: int, old_value: int | None) -> None:
        """Undo TTIN. At the start there is no old value, and `on_starting` judges."""
        if old_value is not None and new_value > 1:
            logger.warning("second worker refused: it would be a second registry behind the same port")
            server.num_workers = 1

    def pre_exec(self, server: Any) -> None:
        """Let the master that USR2 starts find the lock, and start as this one was started, `python -m` included."""
        WorkerLock.shared(os.environ).pass_on(server.cfg.env_orig)
        server.START_CTX["args"] = [sys.executable, *sys.orig_argv[1:]]

    def on_exit(self, server: Any) -> None:
        """Say who goes on, if USR2 has started somebody, and the last word."""
        if server.reexec_pid:
            ServiceManager.named_in(os.environ).tell_successor(server.reexec_pid)
        logger.info("eureka_py stopped pid=%d", server.pid)

    def _warn(self, listener: Any) -> None:
        if not self._is_protected:
            logger.warning("open to the network, and nothing protects the node address=%s", listener)
        elif self._is_in_clear:
            logger.warning("passwords and tokens cross the network in clear, as TLS is off address=%s", listener)

    def _opened_sockets(self, server: Any) -> list[Any]:
        cfg = server.cfg
        return [
            _as_listener(
                open_socket(address, may_be_open=self._may_be_open, backlog=cfg.backlog, umask=cfg.umask), server
            )
            for address in cfg.address
        ]


def _inherits_sockets(server: Any) -> bool:
    """Say whether the sockets are open already: from the master before, from systemd, or named as `fd://N`."""
    is_taking_over = server.master_pid != 0
    from_systemd = systemd.listen_fds(unset_environment=False)
    return is_taking_over or from_systemd > 0 or any(isinstance(address, int) for address in server.cfg.address)


def _as_listener(opened: socket.socket, server: Any) -> Any:
    kind = _LISTENERS[opened.family]
    return kind(opened.getsockname(), server.cfg, server.log, fd=opened.detach())


def _refuse(server: Any, error: EurekaError) -> None:
    if server.pidfile is not None:
        server.pidfile.unlink()
    refuse_to_start(error)
