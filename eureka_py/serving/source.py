"""gunicorn's settings, from ours: at the start, and again at each HUP."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eureka_py.clock import SystemClock
from eureka_py.config.loading import LoadedConfig
from eureka_py.config.settings import Config
from eureka_py.errors import EurekaError
from eureka_py.serving.gunicorn_log import logger_class
from eureka_py.serving.gunicorn_rules import WORKER_CLASS
from eureka_py.serving.listening import bind_text
from eureka_py.serving.master_hooks import MasterHooks
from eureka_py.serving.open_files import possible_connections
from eureka_py.serving.receiving import LONGEST_LINE_BYTES
from eureka_py.serving.refusal import refuse_to_start
from eureka_py.serving.tls import tls_settings
from eureka_py.serving.worker_hooks import MARGIN_S, NodeBuilder, WorkerHooks

logger = logging.getLogger(__name__)


class SettingsSource:
    """Gives gunicorn its settings each time that it asks.

    A HUP must not end a registry that works: settings that are wrong now are refused, and the last good ones stay.
    The address stays, too, whatever the settings say by then: gunicorn would close the sockets before it knows
    whether it can open others.
    """

    def __init__(self, load: Callable[[], LoadedConfig], build: NodeBuilder) -> None:
        self._load = load
        self._build = build
        self._settings: dict[str, Any] = {}

    def read(self) -> dict[str, Any]:
        """Return the settings under gunicorn's names. Settings that are wrong from the start end the process."""
        try:
            settings = gunicorn_settings(self._load().config, self._build)
        except EurekaError as ex:
            if not self._settings:
                refuse_to_start(ex)
            logger.error("settings refused, keeping those from before reason=%s", ex)
            return self._settings
        if self._settings and settings["bind"] != self._settings["bind"]:
            logger.warning("a new address needs a restart, keeping address=%s", self._settings["bind"])
            settings["bind"] = self._settings["bind"]
        self._settings = settings
        return settings


def gunicorn_settings(config: Config, build: NodeBuilder) -> dict[str, Any]:
    """Translate our settings into gunicorn's, hooks included."""
    server = config.server
    return {
        "bind": bind_text(server.host, server.port),
        "wsgi_app": "eureka_py.serving.worker_hooks:not_built_yet",
        "proc_name": "eureka_py",
        "workers": server.workers,
        "worker_class": WORKER_CLASS,
        "threads": server.threads,
        "worker_connections": possible_connections(server.connections, least=server.threads + 1),
        "keepalive": server.keepalive_s,
        "timeout": 0,
        "worker_tmp_dir": memory_folder(),
        "limit_request_line": LONGEST_LINE_BYTES,
        "graceful_timeout": server.drain_s + MARGIN_S,
        "loglevel": config.log.level,
        "logger_class": logger_class(config.log.format),
        "control_socket_disable": True,
        **MasterHooks(config).settings(),
        **WorkerHooks(config, build).settings(),
        **tls_settings(config.tls, clock=SystemClock()),
    }


def memory_folder(folder: Path = Path("/dev/shm")) -> str | None:
    """Return where gunicorn may make the nameless file that it wants for each worker: None is the folder for such.

    It is in memory, so no disk can hold up the worker, and there even if a container has nothing else to write to.
    """
    return str(folder) if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) else None
