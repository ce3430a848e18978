from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest

from eureka_py.admission import RefusalReason
from eureka_py.admission.access_log import LOGGER, AccessLog
from eureka_py.admission.line_writer import LineWriter
from tests.unit.admission.outcomes import an_outcome


class Pipe:
    """Standard output, and who reads it."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()

    def lines(self) -> list[Any]:
        os.close(self.writing)
        self.writing = -1
        with os.fdopen(self.reading, encoding="ascii") as file:
            self.reading = -1
            return [json.loads(line) for line in file]

    def close(self) -> None:
        for fd in (self.reading, self.writing):
            if fd >= 0:
                os.close(fd)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    pipe = Pipe()
    yield pipe
    pipe.close()


@pytest.fixture(autouse=True)
def logger_as_before() -> Iterator[None]:
    logger = logging.getLogger(LOGGER)
    yield
    logger.propagate = True
    logger.setLevel(logging.NOTSET)
    assert not any(isinstance(handler, LineWriter) for handler in logger.handlers)


def written(pipe: Pipe, *outcomes: dict[str, Any]) -> list[Any]:
    log = AccessLog(LineWriter(pipe.writing))
    log.start()
    for fields in outcomes:
        log.on_outcome(an_outcome(**fields))
    log.stop()
    return pipe.lines()


def test_a_request_is_one_object(pipe: Pipe) -> None:
    (line,) = written(pipe, {"status": 403, "refusal": RefusalReason.FORBIDDEN, "duration_ns": 1_250_000})
    assert line.pop("time").endswith("Z")
    assert line == {
        "address": "192.0.2.7",
        "principal": "anybody",
        "method": "GET",
        "path": "/eureka/apps/ORDERS",
        "route": "/apps/{app_name}",
        "status": 403,
        "bytes": 100,
        "duration_ms": 1.25,
        "request_id": "r-1",
        "client": "DefaultClient",
        "refusal": "forbidden",
    }


def test_a_request_that_was_not_refused_has_no_reason(pipe: Pipe) -> None:
    assert written(pipe, {})[0]["refusal"] is None


def test_whatever_a_client_sends_stays_on_its_line(pipe: Pipe) -> None:
    hostile = 'a"\n{"status": 200}\x1b[31m\u2028\ud800'
    lines = written(pipe, {"path": hostile, "client_name": hostile, "method": hostile}, {})
    assert len(lines) == 2
    assert {lines[0][name] for name in ("path", "client", "method")} == {hostile}


def test_a_line_has_an_end(pipe: Pipe) -> None:
    (line,) = written(pipe, {"path": "/" * 10_000, "client_name": "c" * 10_000})
    assert len(json.dumps(line)) < 2_000


def test_requests_are_in_their_order(pipe: Pipe) -> None:
    lines = written(pipe, *({"request_id": f"r-{number}"} for number in range(150)))
    assert [line["request_id"] for line in lines] == [f"r-{number}" for number in range(150)]


def test_the_log_of_the_node_has_none_of_it(pipe: Pipe, caplog: pytest.LogCaptureFixture) -> None:
    written(pipe, {})
    assert caplog.records == []


def test_before_the_start_and_after_the_stop_nothing_is_written(pipe: Pipe) -> None:
    writer = LineWriter(pipe.writing)
    log = AccessLog(writer)
    log.stop()
    assert writer.lost == 0
    assert pipe.lines() == []
