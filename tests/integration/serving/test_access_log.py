"""The access log of a real server, with readers as they may be."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.serving.conftest import Start
from tests.integration.serving.process import BIN, Server, connect, get

SERVE = (BIN / "eureka-py", "serve", "--port", "0", "--set", "log.access=true")


@pytest.fixture
def start_into(start: Start) -> Callable[[Path], Server]:
    """Start a server whose standard output is a file."""

    def start_one(file: Path) -> Server:
        server = start("sh", "-c", 'exec "$@" > "$0"', file, *SERVE)
        server.wait_until_ready()
        return server

    return start_one


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """A named pipe, and a descriptor that reads from it."""
    path = tmp_path / "stdout"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    yield path, reader
    os.close(reader)


def lines(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text("ascii").splitlines()]


def ask_often(server: Server, times: int) -> None:
    """Send requests over one connection; each has to be answered."""
    connection = connect(server.address)
    try:
        for _ in range(times):
            connection.request("GET", "/eureka/apps/NOBODY" + "-" * 400)
            response = connection.getresponse()
            response.read()
            assert response.status == 404
    finally:
        connection.close()


def metric(server: Server, name: str) -> float:
    _, body = get(server.address, "/metrics")
    (value,) = [line.split()[1] for line in body.decode().splitlines() if line.startswith(name + " ")]
    return float(value)


def test_each_request_is_a_line_on_standard_output(start_into: Callable[[Path], Server], tmp_path: Path) -> None:
    server = start_into(tmp_path / "out")
    get(server.address, "/eureka/apps?token=secret")
    get(server.address, "/eureka/apps/NOBODY")
    assert server.terminate() == 0
    one, other = lines(tmp_path / "out")
    assert (one["method"], one["path"], one["route"], one["status"]) == ("GET", "/eureka/apps", "/apps", 200)
    assert (other["path"], other["route"], other["status"]) == ("/eureka/apps/NOBODY", "/apps/{app_name}", 404)
    assert one["address"] == "127.0.0.1"
    assert one["duration_ms"] > 0
    assert "secret" not in (tmp_path / "out").read_text()
    assert not [line for line in server.lines if "NOBODY" in line], "the log of the node is another one"


def test_by_default_there_is_none(start: Start, tmp_path: Path) -> None:
    server = start("sh", "-c", 'exec "$@" > "$0"', tmp_path / "out", *SERVE[:-2])
    server.wait_until_ready()
    get(server.address, "/eureka/apps")
    assert server.terminate() == 0
    assert (tmp_path / "out").read_bytes() == b""


def test_a_reader_that_stands_still_holds_up_neither_answers_nor_the_stop(
    start_into: Callable[[Path], Server], pipe: tuple[Path, int]
) -> None:
    server = start_into(pipe[0])
    ask_often(server, 400)  # more than a pipe holds
    assert metric(server, "eureka_ready") == 1
    assert server.terminate() == 0


def test_a_reader_that_is_gone_costs_lines_and_nothing_else(
    start_into: Callable[[Path], Server], pipe: tuple[Path, int]
) -> None:
    server = start_into(pipe[0])
    os.dup2(os.open(os.devnull, os.O_RDONLY), pipe[1])
    ask_often(server, 20)
    server.wait_for_line("access log cannot be written, lines are lost reason=.*Broken pipe")
    assert metric(server, "eureka_access_log_lost_lines_total") > 0
    assert server.terminate() == 0
    assert len([line for line in server.lines if "cannot be written" in line]) == 1
