from __future__ import annotations

import json
import logging
import sys
from types import TracebackType
from typing import Any

import pytest

from eureka_py.logs import ConsoleFormatter, JsonFormatter, formatter_for, phrase_and_facts

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def record(msg: object, *args: object, level: int = logging.INFO, exc_info: Any = None) -> logging.LogRecord:
    made = logging.LogRecord("eureka_py.part", level, __file__, 1, msg, args, exc_info)
    made.created = 1_750_000_000.0425
    return made


def a_failure() -> Any:
    try:
        raise RuntimeError("no luck")
    except RuntimeError:
        return sys.exc_info()


def as_json(made: logging.LogRecord) -> dict[str, object]:
    line = JsonFormatter().format(made)
    assert "\n" not in line
    entry: dict[str, object] = json.loads(line)
    return entry


def test_a_line_for_people() -> None:
    line = ConsoleFormatter().format(record("lease evicted app=%s id=%s", "ORDERS", "host:1"))
    assert line == "2025-06-15T15:06:40.042Z INFO    lease evicted app=ORDERS id=host:1"


def test_what_a_client_sent_cannot_break_a_line() -> None:
    line = ConsoleFormatter().format(record("registered app=%s", "A\n2025 ERROR   fake\x1b[2J\u2028"))
    assert line.endswith("registered app=A\\n2025 ERROR   fake\\x1b[2J\\u2028")


def test_people_get_a_traceback_below_the_line() -> None:
    text = ConsoleFormatter().format(record("failed", level=logging.ERROR, exc_info=a_failure()))
    assert text.splitlines()[0].endswith("ERROR   failed")
    assert text.splitlines()[-1] == "RuntimeError: no luck"


def test_a_line_for_machines_has_each_fact_under_its_name() -> None:
    assert as_json(record("lease evicted app=%s age_s=%d share=%.2f ok=%s", "ORDERS", 9, 0.5, None)) == {
        "time": "2025-06-15T15:06:40.042Z",
        "level": "info",
        "logger": "eureka_py.part",
        "event": "lease evicted",
        "app": "ORDERS",
        "age_s": 9,
        "share": 0.5,
        "ok": None,
    }


def test_a_fact_that_is_no_plain_value_is_written_as_text() -> None:
    assert as_json(record("kept path=%s", ("a", 1)))["path"] == "('a', 1)"


def test_a_fact_cannot_take_the_place_of_what_every_line_has() -> None:
    entry = as_json(record("changed level=%s event=%s", "high", "none"))
    assert (entry["level"], entry["event"]) == ("info", "changed")
    assert (entry["level_"], entry["event_"]) == ("high", "none")


def test_machines_get_traceback_and_stack_in_the_object() -> None:
    made = record("failed", level=logging.ERROR, exc_info=a_failure())
    made.stack_info = "Stack (most recent call last): here"
    entry = as_json(made)
    assert str(entry["exception"]).endswith("RuntimeError: no luck")
    assert entry["stack"] == "Stack (most recent call last): here"


@pytest.mark.parametrize(
    ("msg", "args"),
    [
        ("no facts at all", ()),
        ("handling %s", ("signal",)),
        ("share is 100%% app=%s", ("A",)),
        ("a=%s and more", ("A",)),
        (ValueError("not a text"), ()),
        ("a=%(name)s", ({"name": "A"},)),
    ],
)
def test_a_message_of_another_shape_is_all_phrase(msg: object, args: tuple[object, ...]) -> None:
    made = record(msg, *args)
    assert phrase_and_facts(made) == (made.getMessage(), {})


def test_a_format_is_chosen_by_name() -> None:
    assert isinstance(formatter_for("json"), JsonFormatter)
    assert isinstance(formatter_for("console"), ConsoleFormatter)
