"""What systemd hears of a real server, and the sockets that it may have opened before."""

from __future__ import annotations

import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.serving.conftest import Start
from tests.integration.serving.process import BIN, PATIENCE_S, Server, children_of, get, kill, parent_of
from tests.integration.serving.raw import dial

EUREKA_PY = (BIN / "eureka-py", "serve", "--port", "0")
SOCKET_UNIT = """
import os, socket, subprocess, sys
listener = socket.create_server(("127.0.0.1", 0))
os.dup2(listener.fileno(), 3)
with_listen_pid = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
for _ in range(2):
    subprocess.run(["sh", "-c", with_listen_pid, "sh", *sys.argv[1:]], pass_fds=[3])
"""
"""A program that opens a socket, as systemd does for a socket unit, and starts the server with it twice."""


class Systemd:
    """A socket for notifications, as systemd's."""

    def __init__(self, receiver: socket.socket) -> None:
        self._receiver = receiver
        self._receiver.settimeout(PATIENCE_S)
        name = receiver.getsockname()
        self.address: str = name if isinstance(name, str) else "@" + name[1:].decode()

    def next(self) -> dict[str, str]:
        """Return the next message, by its names."""
        lines = self._receiver.recv(4096).decode().split("\n")
        return dict(line.split("=", 1) for line in lines)

    def assert_silent(self) -> None:
        """Fail if a message is there already."""
        self._receiver.setblocking(False)
        with pytest.raises(BlockingIOError):
            self._receiver.recv(4096)
        self._receiver.settimeout(PATIENCE_S)


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Systemd]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(tmp_path / "notify") if request.param == "path" else "")
        yield Systemd(receiver)


def started(start: Start, systemd: Systemd) -> Server:
    return start(*EUREKA_PY, environ={"NOTIFY_SOCKET": systemd.address})


def address_in(message: dict[str, str]) -> str:
    return message["STATUS"].removeprefix("Serving on ")


def test_the_first_it_hears_is_that_requests_are_answered(start: Start, systemd: Systemd) -> None:
    server = started(start, systemd)
    message = systemd.next()
    assert message["READY"] == "1"
    assert get(address_in(message), "/health/ready")[0] == 200
    assert server.terminate() == 0


def test_a_stop_is_said_before_a_running_request_has_ended(start: Start, systemd: Systemd) -> None:
    module = [sys.executable, "-m", "tests.integration.serving.standin", "server.port=0", "server.drain_s=3"]
    server = start(*module, environ={"NOTIFY_SOCKET": systemd.address})
    server.wait_until_ready()
    assert systemd.next()["READY"] == "1"
    with dial(server) as connection:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: e\r\n\r\n")
        time.sleep(0.2)
        server.send(signal.SIGTERM)
        message = systemd.next()
        assert message["STOPPING"] == "1"
        assert int(message["EXTEND_TIMEOUT_USEC"]) > 3_000_000
        assert connection.recv(12) == b"HTTP/1.1 200"
    assert server.wait() == 0


def test_hup_is_a_reload_that_ends_when_the_new_worker_serves(start: Start, systemd: Systemd) -> None:
    server = started(start, systemd)
    systemd.next()
    server.send(signal.SIGHUP)
    reloading, ready = systemd.next(), systemd.next()
    assert (reloading["RELOADING"], ready["READY"]) == ("1", "1")
    assert 0 <= time.monotonic_ns() // 1000 - int(reloading["MONOTONIC_USEC"]) < PATIENCE_S * 1_000_000
    assert get(address_in(ready), "/health/ready")[0] == 200


def test_a_worker_that_was_killed_is_followed_by_one_that_says_ready(start: Start, systemd: Systemd) -> None:
    server = started(start, systemd)
    systemd.next()
    kill(server.wait_until_ready(), signal.SIGKILL)
    assert systemd.next()["READY"] == "1"


def test_usr2_names_the_new_master_as_the_old_one_ends(start: Start, systemd: Systemd) -> None:
    server = started(start, systemd)
    systemd.next()
    old = server.wait_until_ready()
    server.send(signal.SIGUSR2)
    server.wait_for_line("waiting until the worker before is gone")
    systemd.assert_silent()
    (new_master,) = set(children_of(server.pid)) - {old}
    assert server.terminate() == 0
    messages = [systemd.next(), systemd.next()]  # which of the two comes first is a matter of milliseconds
    assert {"MAINPID": str(new_master)}.items() <= (messages[0] | messages[1]).items()
    assert (messages[0] | messages[1])["READY"] == "1"
    assert parent_of(server.wait_until_ready(count=2)) == new_master
    kill(new_master, signal.SIGTERM)
    assert systemd.next()["STOPPING"] == "1"


def test_usr2_taken_back_says_nothing(start: Start, systemd: Systemd) -> None:
    server = started(start, systemd)
    systemd.next()
    old = server.wait_until_ready()
    server.send(signal.SIGUSR2)
    server.wait_for_line("waiting until the worker before is gone")
    (new_master,) = set(children_of(server.pid)) - {old}
    kill(new_master, signal.SIGTERM)
    server.wait_for_line(f"eureka_py stopped pid={new_master}")
    systemd.assert_silent()


def test_gunicorn_started_by_itself_says_ready_once_and_no_sooner(start: Start, systemd: Systemd) -> None:
    environ = {"NOTIFY_SOCKET": systemd.address, "EUREKA_PY_SERVER_PORT": "0"}
    start(BIN / "gunicorn", "-c", "conf/gunicorn.conf.py", environ=environ)
    message = systemd.next()
    assert message["READY"] == "1"
    assert get(address_in(message), "/health/ready")[0] == 200
    systemd.assert_silent()


def test_a_socket_that_systemd_opened_is_served_and_outlives_a_restart(start: Start) -> None:
    socket_unit = start(sys.executable, "-c", SOCKET_UNIT, *EUREKA_PY)
    (first,) = _started_by(socket_unit, count=1)
    assert get(socket_unit.address, "/health/ready")[0] == 200
    kill(first, signal.SIGTERM)
    socket_unit.wait_for_line(f"eureka_py stopped pid={first}")
    assert get(socket_unit.address, "/health/ready")[0] == 200  # by the second, for which it waited
    assert len(_started_by(socket_unit, count=2)) == 2


def _started_by(socket_unit: Server, *, count: int) -> list[int]:
    socket_unit.wait_until_ready(count=count)
    return [int(pid) for line in socket_unit.lines for pid in re.findall(r"eureka_py ready .* pid=(\d+)", line)]
