"""There is one registry, whatever signal the master gets."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.integration.serving.conftest import Start
from tests.integration.serving.prober import Prober
from tests.integration.serving.process import Server, children_of, eventually, get, is_running, kill, parent_of


def test_ttin_and_ttou_change_nothing(standin: Start) -> None:
    server = standin()
    worker = server.wait_until_ready()
    server.get("/keep")
    server.send(signal.SIGTTIN)
    server.wait_for_line("WARNING second worker refused: it would be a second registry")
    server.send(signal.SIGTTOU)
    server.send(signal.SIGTTIN)
    server.wait_for_line("WARNING second worker refused", count=2)
    assert children_of(server.pid) == [worker]
    answer = server.get()
    assert (answer["pid"], answer["kept"]) == (worker, 1)


def test_hup_hands_over_to_a_new_worker_and_never_runs_two(standin: Start) -> None:
    server = standin()
    old = server.wait_until_ready()
    with Prober(server.address) as prober:
        prober.wait_for_answer_of(old)
        server.send(signal.SIGHUP)
        new = server.wait_until_ready(count=2)
        prober.wait_for_answer_of(new)
    prober.assert_handed_over(old, new)
    assert eventually(lambda: children_of(server.pid) == [new])


def test_hup_lets_a_running_request_end_before_the_new_worker_begins(standin: Start) -> None:
    server = standin()
    old = server.wait_until_ready()
    with Prober(server.address) as prober, _InBackground(server, "/slow") as slow:
        prober.wait_for_answer_of(old)
        server.send(signal.SIGHUP)
        new = server.wait_until_ready(count=2)
        prober.wait_for_answer_of(new)
    assert slow.answer
    prober.answers.append(slow.answer)  # the last of the old worker, given long after the signal
    prober.assert_handed_over(old, new)


def test_hup_does_not_wait_for_a_hanging_request_longer_than_the_drain_time(standin: Start) -> None:
    server = standin("server.drain_s=1")
    with _InBackground(server, "/hang"):
        began = time.monotonic()
        server.send(signal.SIGHUP)
        new = server.wait_until_ready(count=2)
        assert time.monotonic() - began < 1 + 2
    server.wait_for_line("WARNING requests cut off threads=1")
    assert server.get()["pid"] == new


def test_hup_reads_the_settings_anew(standin: Start, tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text('server.environment = "before"')
    server = standin(config=file)
    assert server.get()["environment"] == "before"
    file.write_text('server.environment = "after"')
    server.send(signal.SIGHUP)
    server.wait_until_ready(count=2)
    assert server.get()["environment"] == "after"


def test_hup_with_settings_that_cannot_be_used_keeps_those_from_before(standin: Start, tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text('server.environment = "before"')
    server = standin(config=file)
    file.write_text("server.environment = 5")
    server.send(signal.SIGHUP)
    server.wait_for_line("ERROR .*settings refused, keeping those from before reason=server.environment = 5")
    server.wait_until_ready(count=2)
    assert server.get()["environment"] == "before"


def test_usr2_hands_over_to_a_new_master_once_the_old_one_is_told_to_end(standin: Start) -> None:
    server = standin()
    old = server.wait_until_ready()
    with Prober(server.address) as prober:
        server.send(signal.SIGUSR2)
        server.wait_for_line("waiting until the worker before is gone")
        waiting = _other_than(old, server)
        assert server.terminate() == 0
        new = server.wait_until_ready(count=2)
        prober.wait_for_answer_of(new)
    assert new == waiting
    prober.assert_handed_over(old, new)
    new_master = parent_of(new)
    kill(new_master, signal.SIGTERM)
    assert eventually(lambda: not is_running(new_master) and not is_running(new))


def test_usr2_can_be_taken_back_and_nothing_was_lost(standin: Start) -> None:
    server = standin()
    worker = server.wait_until_ready()
    server.get("/keep")
    server.send(signal.SIGUSR2)
    server.wait_for_line("waiting until the worker before is gone")
    new_master = parent_of(_other_than(worker, server))
    kill(new_master, signal.SIGTERM)
    assert eventually(lambda: children_of(server.pid) == [worker])
    answer = server.get()
    assert (answer["pid"], answer["kept"]) == (worker, 1)


def test_a_worker_that_is_killed_is_replaced(standin: Start) -> None:
    server = standin()
    old = server.wait_until_ready()
    kill(old, signal.SIGKILL)
    new = server.wait_until_ready(count=2)
    assert server.get()["pid"] == new
    assert children_of(server.pid) == [new]


def test_a_worker_whose_master_is_killed_ends_too(standin: Start) -> None:
    server = standin()
    worker = server.wait_until_ready()
    server.send(signal.SIGKILL)
    assert eventually(lambda: not is_running(worker))


def test_a_worker_that_stands_still_is_not_killed(standin: Start) -> None:
    server = standin()
    worker = server.wait_until_ready()
    os.kill(worker, signal.SIGSTOP)
    server.send(signal.SIGTTIN)  # the master looks after its workers once it has done what a signal asks
    server.wait_for_line("second worker refused")
    time.sleep(1.2)  # and at least once a second
    os.kill(worker, signal.SIGCONT)
    assert server.get()["pid"] == worker


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_a_stop_signal_ends_all_with_status_0(standin: Start, number: signal.Signals) -> None:
    server = standin()
    worker = server.wait_until_ready()
    server.send(number)
    assert server.wait() == 0
    assert not is_running(worker)


def test_ctrl_c_ends_all_without_a_traceback(standin: Start) -> None:
    server = standin()
    server.wait_until_ready()
    os.killpg(server.pid, signal.SIGINT)
    assert server.wait() == 0
    assert [line.split()[2] for line in server.lines] == ["eureka_py", "eureka_py"]


def test_a_stop_lets_a_running_request_end(standin: Start) -> None:
    server = standin()
    with _InBackground(server, "/slow") as slow:
        assert server.terminate() == 0
    assert slow.answer


def test_a_stop_does_not_wait_for_a_hanging_request_longer_than_the_drain_time(standin: Start) -> None:
    server = standin("server.drain_s=1")
    with _InBackground(server, "/hang"):
        began = time.monotonic()
        assert server.terminate() == 0
        assert time.monotonic() - began < 1 + 2


def test_a_node_that_cannot_be_built_ends_the_server_with_its_traceback(start: Start) -> None:
    server = start(
        sys.executable, "-m", "tests.integration.serving.standin", "server.port=0", "server.environment=broken"
    )
    assert server.wait() != 0
    assert any("this node cannot be built" in line for line in server.lines)


class _InBackground:
    """A request that is under way."""

    def __init__(self, server: Server, path: str) -> None:
        self.answer: dict[str, Any] | None = None
        self._address, self._path = server.address, path
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> _InBackground:
        self._thread.start()
        time.sleep(0.2)  # no way to see from outside that the worker has it
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def _run(self) -> None:
        with suppress(OSError, ValueError):  # a hanging request is cut off
            self.answer = json.loads(get(self._address, self._path)[1])


def _other_than(worker: int, server: Server) -> int:
    """Return the worker of the other master, which USR2 started."""
    (new_master,) = [child for child in children_of(server.pid) if child != worker]
    assert eventually(lambda: len(children_of(new_master)) == 1)
    return children_of(new_master)[0]
