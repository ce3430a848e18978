"""gunicorn's log, made part of ours: same handlers, same format, and its daily doings at DEBUG."""

from __future__ import annotations

import logging
import logging.handlers
from typing import Any

from gunicorn.glogging import Logger

from eureka_py.logs import formatter_for


class GunicornLogger(Logger):
    """Sets up logging for the whole process, as gunicorn does: at start, after a HUP, and in the level it was given."""

    log_format = "console"

    def setup(self, cfg: Any) -> None:
        """Let gunicorn open its handlers, then give them our format and let everybody write to them."""
        root = logging.getLogger()
        former = _handlers_of_gunicorn(root)
        super().setup(cfg)
        # A HUP sets up the logger anew, but does not make a new one: what is asked for now stands in `cfg`.
        log_format = getattr(cfg.logger_class, "log_format", self.log_format)
        for handler in former:
            root.removeHandler(handler)
            handler.close()
        for handler in _handlers_of_gunicorn(self.error_log):
            if not isinstance(handler, logging.handlers.SysLogHandler):  # it has a head of its own
                handler.setFormatter(formatter_for(log_format))
            root.addHandler(handler)
        root.setLevel(self.loglevel)
        logging.captureWarnings(True)

    def info(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Note what gunicorn does. State changes that matter to an operator are logged by our hooks."""
        self.error_log.debug(msg, *args, **kwargs)


class JsonGunicornLogger(GunicornLogger):
    """The same for machines."""

    log_format = "json"


def logger_class(log_format: str) -> type[GunicornLogger]:
    """Return the class that gunicorn is to make its logger from."""
    return JsonGunicornLogger if log_format == "json" else GunicornLogger


def _handlers_of_gunicorn(log: logging.Logger) -> list[logging.Handler]:
    return [handler for handler in log.handlers if getattr(handler, "_gunicorn", False)]
