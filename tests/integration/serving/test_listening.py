"""Where a node listens, and what it says if it cannot."""

from __future__ import annotations

import json
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.serving.conftest import Start
from tests.integration.serving.machine import has_ipv6
from tests.integration.serving.process import BIN, get, run

SERVE = (BIN / "eureka-py", "serve")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def apps_at(address: str) -> int:
    return get(address, "/eureka/apps")[0]


def test_a_node_serves_on_loopback_and_says_so_in_one_line(start: Start) -> None:
    server = start(*SERVE, "--port", "0")
    server.wait_until_ready()
    assert server.address.startswith("http://127.0.0.1:")
    assert apps_at(server.address) == 200
    assert len(server.lines) == 1
    assert " INFO    eureka_py ready address=http://127.0.0.1:" in server.lines[0]
    assert " version=0.1.0 mode=standalone pid=" in server.lines[0]
    assert server.terminate() == 0
    assert len(server.lines) == 2
    assert " INFO    eureka_py stopped pid=" in server.lines[1]


def test_lines_can_be_json(start: Start) -> None:
    server = start(*SERVE, "--port", "0", "--set", "log.format=json")
    server.wait_for_line("eureka_py ready")
    assert server.terminate() == 0
    ready, stopped = (json.loads(line) for line in server.lines)
    assert (ready["level"], ready["event"], ready["mode"]) == ("info", "eureka_py ready", "standalone")
    assert stopped["event"] == "eureka_py stopped"


def test_python_dash_m_serves_as_well(start: Start) -> None:
    server = start(sys.executable, "-m", "eureka_py", "serve", "--host", "localhost", "--port", "0")
    server.wait_until_ready()
    assert apps_at(server.address) == 200


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_a_node_listens_on_ipv6(start: Start) -> None:
    server = start(*SERVE, "--host", "::1", "--port", "0")
    server.wait_until_ready()
    assert server.address.startswith("http://[::1]:")
    assert apps_at(server.address) == 200


def test_a_node_listens_on_a_unix_socket_and_removes_it_at_the_end(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "eureka.sock"
    server = start(*SERVE, "--host", f"unix:{path}")
    server.wait_until_ready()
    assert server.address == f"unix:{path}"
    assert apps_at(server.address) == 200
    assert server.terminate() == 0
    assert not path.exists()


def test_a_unix_socket_that_a_killed_server_left_is_taken_over(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "eureka.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    server = start(*SERVE, "--host", f"unix:{path}")
    server.wait_until_ready()
    assert apps_at(server.address) == 200


def test_a_unix_socket_on_which_somebody_listens_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "eureka.sock"
    with socket.socket(socket.AF_UNIX) as alive:
        alive.bind(str(path))
        alive.listen()
        status, lines = run(*SERVE, "--host", f"unix:{path}")
        assert stat.S_ISSOCK(path.stat().st_mode)
    assert (status, len(lines)) == (2, 1)
    assert lines[0].startswith(f"eureka-py: cannot listen on unix:{path}: another process listens there")


def test_a_port_in_use_is_one_line_and_status_2(taken_port: int) -> None:
    status, lines = run(*SERVE, "--port", str(taken_port))
    assert (status, len(lines)) == (2, 1)
    assert lines[0].startswith(f"eureka-py: cannot listen on 127.0.0.1:{taken_port}: another process listens there")


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_listening_beyond_loopback_is_refused_unless_it_is_asked_for(host: str) -> None:
    status, lines = run(*SERVE, "--host", host, "--port", "0")
    assert (status, len(lines)) == (2, 1)
    assert lines[0].startswith(
        f"eureka-py: server.host = '{host}': expected a loopback address; for others set access.credentials_file"
    )


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--workers", "2"], "server.workers = 2 (from --workers): expected 1: the registry lives in one process, "),
        (["--set", "eureka.retentionTimeInMsInDeltaQueue=1"], "one is eureka.retentionTimeInMSInDeltaQueue"),
        (["--peer", "http://127.0.0.1:1/eureka"], "replication between nodes is not part of this version"),
        (["--config", "no-such.toml"], "'no-such.toml' (from --config): expected a file that exists"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_with_status_2(arguments: list[str], complaint: str) -> None:
    status, lines = run(*SERVE, "--port", "0", *arguments)
    assert (status, len(lines)) == (2, 1)
    assert lines[0].startswith("eureka-py: ")
    assert complaint in lines[0]
