"""gunicorn, started by ourselves."""

from __future__ import annotations

import os
from typing import NoReturn

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from eureka_py.serving.service_manager import ServiceManager
from eureka_py.serving.source import SettingsSource
from eureka_py.serving.worker_hooks import not_built_yet
from eureka_py.serving.wsgi import WsgiApp


class RegistryServer(BaseApplication):
    """A gunicorn that takes its settings from nowhere but ours."""

    def __init__(self, source: SettingsSource) -> None:
        self._source = source
        super().__init__(prog="eureka-py")

    def load_config(self) -> None:
        """Take the settings; gunicorn calls this again at each HUP."""
        for name, value in self._source.read().items():
            self.cfg.set(name, value)

    def load(self) -> WsgiApp:
        """Return a stand-in: `WorkerHooks.post_worker_init` puts the node's application in its place."""
        return not_built_yet

    def run(self) -> None:
        """Serve until a signal ends it."""
        RegistryArbiter(self).run()


class RegistryArbiter(Arbiter):
    """gunicorn's master, which has a hook for the end of a stop, but none for its beginning."""

    def stop(self, graceful: bool = True) -> None:
        """Stop the worker, and say so unless another master serves on."""
        if not self._leaves_another_master():
            ServiceManager.named_in(os.environ).tell_stopping(self.cfg.graceful_timeout)
        super().stop(graceful)

    def _leaves_another_master(self) -> bool:
        # `master_pid` is kept up to a second too long. As process 1 of a container, 0 is the parent as well.
        is_beside_its_parent = bool(self.master_pid) and self.master_pid == os.getppid()
        return bool(self.reexec_pid) or is_beside_its_parent


def serve(source: SettingsSource) -> NoReturn:
    """Serve until a signal ends it."""
    RegistryServer(source).run()
    raise SystemExit(0)
