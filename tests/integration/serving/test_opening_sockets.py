"""Opening sockets, in this process."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from eureka_py.config import Config
from eureka_py.errors import ListenError
from eureka_py.serving.listening import Address, open_socket
from eureka_py.serving.master_hooks import MasterHooks
from eureka_py.serving.worker_lock import VARIABLE
from tests.integration.serving.machine import has_ipv6
from tests.unit.serving.gunicorn_fakes import FakeServer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "e.sock"


@pytest.fixture
def lock_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, "")
    yield
    os.close(int(os.environ[VARIABLE].partition(":")[0]))


def opened(address: Address) -> socket.socket:
    return open_socket(address, may_be_open=False, backlog=8, umask=0o077)


def refusal_of(address: Address) -> str:
    with pytest.raises(ListenError) as caught:
        opened(address)
    return str(caught.value)


def can_be_reached(listener: socket.socket) -> bool:
    with socket.socket(listener.family, socket.SOCK_STREAM) as client:
        return client.connect_ex(listener.getsockname()) == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_host_or_name_can_be_reached(host: str) -> None:
    with opened((host, 0)) as listener:
        assert listener.family == socket.AF_INET
        assert can_be_reached(listener)


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_an_ipv6_address_can_be_reached() -> None:
    with opened(("::1", 0)) as listener:
        assert listener.family == socket.AF_INET6
        assert can_be_reached(listener)


def test_a_port_in_use_is_refused() -> None:
    with opened(("127.0.0.1", 0)) as listener:
        assert "another process listens there" in refusal_of(listener.getsockname())


def test_a_name_that_stands_for_nothing_is_refused() -> None:
    assert refusal_of(("127.0.0.1.1", 80)).startswith("cannot listen on 127.0.0.1.1:80: ")


def test_a_unix_socket_can_be_reached_and_has_the_rights_that_are_asked_for(path: Path) -> None:
    mask = os.umask(0o022)
    with opened(str(path)) as listener:
        assert can_be_reached(listener)
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert os.umask(mask) == 0o022


def test_a_unix_socket_that_was_left_behind_is_taken_over(path: Path) -> None:
    opened(str(path)).close()
    with opened(str(path)) as listener:
        assert can_be_reached(listener)


def test_a_unix_socket_in_use_is_left_alone(path: Path) -> None:
    with opened(str(path)) as listener:
        assert "another process listens there" in refusal_of(str(path))
        assert can_be_reached(listener)


def test_a_unix_socket_that_is_in_use_and_overrun_is_left_alone(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as busy, socket.socket(socket.AF_UNIX) as waiting:
        busy.bind(str(path))
        busy.listen(0)
        waiting.connect(str(path))
        assert "another process listens there" in refusal_of(str(path))
    assert path.exists()


def test_a_file_that_is_no_socket_is_left_alone(path: Path) -> None:
    path.write_text("data")
    assert "there is a file that is no socket" in refusal_of(str(path))
    assert path.read_text() == "data"


def test_a_folder_that_is_not_there_is_named(path: Path) -> None:
    assert "No such file or directory" in refusal_of(f"{path}/none/e.sock")


@pytest.mark.usefixtures("lock_of_its_own")
def test_a_start_opens_every_address_and_makes_the_lock(path: Path) -> None:
    server = FakeServer(bind=["127.0.0.1:0", f"unix:{path}"])
    MasterHooks(Config()).on_starting(server)
    try:
        assert [can_be_reached(listener) for listener in server.LISTENERS] == [True, True]
        assert str(server.LISTENERS[1]) == f"unix:{path}"
        assert os.environ[VARIABLE]
    finally:
        for listener in server.LISTENERS:
            listener.close()
