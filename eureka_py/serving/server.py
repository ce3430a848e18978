"""gunicorn, started by ourselves."""

from __future__ import annotations

from typing import NoReturn

from gunicorn.app.base import BaseApplication

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


def serve(source: SettingsSource) -> NoReturn:
    """Serve until a signal ends it."""
    RegistryServer(source).run()
    raise SystemExit(0)
