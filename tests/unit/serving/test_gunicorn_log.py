from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from eureka_py.serving.gunicorn_log import GunicornLogger, JsonGunicornLogger
from tests.unit.serving.gunicorn_fakes import gunicorn_config


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root, error = logging.getLogger(), logging.getLogger("gunicorn.error")
    level = root.level
    yield
    logging.captureWarnings(False)
    root.setLevel(level)
    for logger in (root, error):
        for handler in handlers_of_gunicorn(logger):
            logger.removeHandler(handler)
            handler.close()


def handlers_of_gunicorn(logger: logging.Logger) -> list[logging.Handler]:
    return [handler for handler in logger.handlers if getattr(handler, "_gunicorn", False)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "error.log"


def config(file: Path, kind: type[GunicornLogger] = GunicornLogger, **settings: object) -> object:
    return gunicorn_config(errorlog=str(file), logger_class=kind, **settings)


def test_our_lines_and_those_of_gunicorn_go_to_the_same_place_in_the_same_format(file: Path) -> None:
    log = GunicornLogger(config(file))
    logging.getLogger("eureka_py.some.part").info("ours app=%s", "A")
    log.error("theirs %s", "B")
    lines = [line.split(" ", 1)[1] for line in file.read_text().splitlines()]
    assert lines == ["INFO    ours app=A", "ERROR   theirs B"]


def test_the_daily_doings_of_gunicorn_are_left_to_debug(file: Path) -> None:
    log = GunicornLogger(config(file))
    log.info("Booting worker")
    assert file.read_text() == ""
    log.setup(config(file, loglevel="debug"))
    log.info("Booting worker")
    assert "DEBUG   Booting worker" in file.read_text()


def test_a_second_setup_takes_the_new_format_and_doubles_nothing(file: Path) -> None:
    log = GunicornLogger(config(file))
    log.setup(config(file, JsonGunicornLogger))
    logging.getLogger("eureka_py").warning("once")
    (line,) = file.read_text().splitlines()
    assert json.loads(line)["event"] == "once"


def test_the_log_of_the_system_keeps_its_own_head(file: Path) -> None:
    log = GunicornLogger(config(file, syslog=True, syslog_addr="udp://127.0.0.1:9"))
    formats = [type(handler.formatter).__name__ for handler in handlers_of_gunicorn(log.error_log)]
    assert formats == ["ConsoleFormatter", "Formatter"]
