"""How log lines look: for people (console) or for machines (JSON, one object a line).

A call gives a phrase and facts, `logger.info("lease evicted app=%s id=%s", app, iid)`; JSON takes them apart again,
so that no second way of logging is needed.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from datetime import datetime, timezone

_PHRASE_AND_FACTS = re.compile(r"(?P<phrase>[^%]*?)(?P<facts>(?: ?\w+=%[0-9.]*[a-zA-Z])*)")
_FACT_NAME = re.compile(r"(\w+)=%")
_RESERVED = frozenset({"time", "level", "logger", "event", "exception", "stack"})


def formatter_for(name: str) -> logging.Formatter:
    """Return the formatter called `console` or `json`."""
    return JsonFormatter() if name == "json" else ConsoleFormatter()


class ConsoleFormatter(logging.Formatter):
    """One line for a person, and a traceback below it if there is one."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name that logging calls
        """Return the line. What a client sent cannot break it or imitate another one."""
        return f"{_time(record)} {record.levelname:<7} {_printable(record.message)}"


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, event, then the facts under their own names."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        event, facts = phrase_and_facts(record)
        entry: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": event,
        }
        entry.update((f"{name}_" if name in _RESERVED else name, _plain(value)) for name, value in facts.items())
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            entry["stack"] = self.formatStack(record.stack_info)
        return json.dumps(entry)


def phrase_and_facts(record: logging.LogRecord) -> tuple[str, Mapping[str, object]]:
    """Take a record apart; one that does not end in `name=%s` pairs alone is all phrase."""
    match = _PHRASE_AND_FACTS.fullmatch(record.msg) if isinstance(record.msg, str) else None
    if match is None or not isinstance(record.args, tuple):
        return record.getMessage(), {}
    names = _FACT_NAME.findall(match["facts"])
    if not names or len(names) != len(record.args):
        return record.getMessage(), {}
    return match["phrase"].rstrip(), dict(zip(names, record.args, strict=True))


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else str(value)
