"""The two ways to start a node: `eureka-py serve`, and `gunicorn -c conf/gunicorn.conf.py`.

The application itself is imported in the worker only, which keeps the master small.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NoReturn

from eureka_py.config import Config
from eureka_py.config.loading import DEFAULT_FILE, LoadedConfig, load
from eureka_py.serving.server import serve
from eureka_py.serving.source import SettingsSource
from eureka_py.serving.worker_hooks import Node


def build(config: Config) -> Node:
    """Build the node; called in the worker."""
    from eureka_py.app import build_node

    return build_node(config)


def serve_node(load_config: Callable[[], LoadedConfig]) -> NoReturn:
    """Serve until a signal ends it. `load_config` is called again at each HUP."""
    serve(SettingsSource(partial(checked, load_config), build))


def checked(load_config: Callable[[], LoadedConfig]) -> LoadedConfig:
    """Return the settings if the credentials that they name can be used. Raises: EurekaError."""
    loaded = load_config()
    if loaded.config.access.credentials_file:
        from eureka_py.identity.reading import read_credentials

        read_credentials(loaded.config.access.credentials_file)
    return loaded


def gunicorn_settings(folder: Path) -> dict[str, Any]:
    """Return what gunicorn's configuration file in `folder` says; a file of our settings may lie beside it."""
    return _source_beside(folder).read()


@cache  # gunicorn runs its configuration file again at each HUP, and the source remembers what was good before
def _source_beside(folder: Path) -> SettingsSource:
    load_config = partial(load, environ=os.environ, default_file=folder / DEFAULT_FILE.name)
    return SettingsSource(partial(checked, load_config), build)
