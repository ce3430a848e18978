from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from eureka_py.serving.service_manager import KEPT_VARIABLE, VARIABLE, ServiceManager
from eureka_py.testing import FakeClock


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[socket.socket]:
    """Return where messages arrive; sending to it never waits."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(tmp_path / "notify"))
        receiver.setblocking(False)
        yield receiver


def service_manager(address: str) -> ServiceManager:
    return ServiceManager(address, clock=FakeClock())


def lines_of(receiver: socket.socket) -> list[str]:
    return receiver.recv(4096).decode().split("\n")


def test_ready_names_the_address(heard: socket.socket) -> None:
    service_manager(heard.getsockname()).tell_ready("http://127.0.0.1:8761")
    assert lines_of(heard) == ["READY=1", "STATUS=Serving on http://127.0.0.1:8761"]


def test_a_reload_has_the_time_at_which_it_began(heard: socket.socket) -> None:
    clock = FakeClock()
    before_us = clock.monotonic_ns() // 1000
    clock.advance(seconds=3)
    ServiceManager(heard.getsockname(), clock=clock).tell_reloading()
    assert lines_of(heard)[:2] == ["RELOADING=1", f"MONOTONIC_USEC={before_us + 3_000_000}"]


def test_a_stop_asks_for_more_time_than_running_requests_have(heard: socket.socket) -> None:
    service_manager(heard.getsockname()).tell_stopping(11)
    assert lines_of(heard) == ["STOPPING=1", "EXTEND_TIMEOUT_USEC=16000000", "STATUS=Stopping, in 11 s at the latest"]


def test_a_successor_is_named_by_its_pid(heard: socket.socket) -> None:
    service_manager(heard.getsockname()).tell_successor(4711)
    assert lines_of(heard) == ["MAINPID=4711"]


def test_an_abstract_address_is_understood() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind("")  # Linux chooses a free abstract name
        receiver.setblocking(False)
        name: bytes = receiver.getsockname()
        service_manager("@" + name[1:].decode()).tell_ready("x")
        assert lines_of(receiver)[0] == "READY=1"


def test_the_address_is_kept_from_others_but_found_again(heard: socket.socket) -> None:
    environ = {VARIABLE: heard.getsockname()}
    ServiceManager.named_in(environ)
    assert environ == {KEPT_VARIABLE: heard.getsockname()}
    ServiceManager.named_in(environ).tell_ready("x")
    assert lines_of(heard)[0] == "READY=1"


def test_without_a_service_manager_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    environ: dict[str, str] = {}
    ServiceManager.named_in(environ).tell_ready("x")
    assert environ == {}
    assert caplog.messages == []


@pytest.mark.parametrize("address", ["/nobody/there", "/" + "long" * 100, "vsock:2:1234"])
def test_a_service_manager_that_cannot_be_reached_is_only_logged(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    service_manager(address).tell_ready("x")
    (message,) = caplog.messages
    assert message.startswith(f"service manager not reached address={address} message=READY=1 reason=")
