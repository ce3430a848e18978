"""What gunicorn offers and a registry in one process's memory cannot bear, whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eureka_py.config.settings import ONE_WORKER
from eureka_py.errors import ConfigError
from eureka_py.serving.gthread_worker import PatientThreadWorker

WORKER_CLASS = f"{PatientThreadWorker.__module__}.{PatientThreadWorker.__qualname__}"

_OWN_WORKER = "eureka_py's own kind of gthread, which no -k asks for: the others are not tested"
_LOST = "the registry is in the worker's memory and goes with it"


@dataclass(frozen=True)
class _Rule:
    setting: str
    bearable: Any
    expected: str


_RULES = (
    _Rule("workers", 1, ONE_WORKER),
    _Rule("max_requests", 0, f"0: a worker is never replaced on the way, {_LOST}"),
    _Rule("timeout", 0, f"0: a slow worker is not killed, {_LOST}"),
    _Rule("reload", False, f"false: no reload on a change of code, {_LOST}"),
    _Rule("preload_app", False, "false: the registry is made in the worker, which alone may hold it"),
    _Rule("reuse_port", False, "false: a second server on the same port would be a second registry behind it"),
)


def refused_settings(cfg: Any) -> Iterator[ConfigError]:
    """Name each setting of gunicorn that has a value the registry cannot bear."""
    for rule in _RULES:
        value = getattr(cfg, rule.setting)
        if value != rule.bearable:
            yield ConfigError(f"gunicorn's {rule.setting}", value, rule.expected)
    if not issubclass(cfg.worker_class, PatientThreadWorker):
        yield ConfigError("gunicorn's worker_class", cfg.worker_class_str, _OWN_WORKER)


def make_bearable(cfg: Any) -> None:
    """Put back the values that the registry can bear."""
    for rule in _RULES:
        cfg.set(rule.setting, rule.bearable)
    cfg.set("worker_class", WORKER_CLASS)
