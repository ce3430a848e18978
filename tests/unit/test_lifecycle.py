from __future__ import annotations

import logging
import threading

import pytest

from eureka_py.clock import NS_PER_S, SystemClock
from eureka_py.lifecycle import Lifecycle, PeriodicTask, PeriodicTasks, Schedule
from eureka_py.testing import FakeClock

PATIENCE_S = 10


def task(name: str, interval_s: float) -> PeriodicTask:
    return PeriodicTask(name, interval_s, lambda: None)


class Part:
    def __init__(self, name: str, seen: list[str], *, fails_to: str = "") -> None:
        self._name, self._seen, self._fails_to = name, seen, fails_to

    def start(self) -> None:
        self._note("start")

    def stop(self) -> None:
        self._note("stop")

    def _note(self, verb: str) -> None:
        self._seen.append(f"{verb} {self._name}")
        if verb == self._fails_to:
            raise RuntimeError(f"{self._name} does not {verb}")


def test_a_task_pauses_before_its_first_run() -> None:
    often = task("often", 2)
    schedule = Schedule([often], now_ns=0)
    assert schedule.due(2 * NS_PER_S - 1) == []
    assert schedule.due(2 * NS_PER_S) == [often]


def test_each_task_has_its_own_interval() -> None:
    often, seldom = task("often", 2), task("seldom", 5)
    schedule = Schedule([seldom, often], now_ns=0)
    assert schedule.pause_s(0) == 2
    schedule.ran(often, 2 * NS_PER_S)
    assert schedule.pause_s(2 * NS_PER_S) == 2
    schedule.ran(often, 4 * NS_PER_S)
    assert schedule.pause_s(4 * NS_PER_S) == 1
    assert schedule.due(5 * NS_PER_S) == [seldom]


def test_tasks_that_are_due_together_run_in_the_order_given() -> None:
    first, second = task("first", 3), task("second", 1)
    assert Schedule([first, second], now_ns=0).due(10 * NS_PER_S) == [first, second]


def test_a_slow_task_pauses_after_it_ends_and_does_not_catch_up() -> None:
    slow = task("slow", 2)
    schedule = Schedule([slow], now_ns=0)
    schedule.ran(slow, 11 * NS_PER_S)
    assert schedule.due(12 * NS_PER_S) == []
    assert schedule.pause_s(11 * NS_PER_S) == 2


def test_an_overdue_task_leaves_no_pause() -> None:
    assert Schedule([task("late", 1)], now_ns=0).pause_s(9 * NS_PER_S) == 0


def test_without_tasks_nothing_is_ever_due() -> None:
    assert Schedule([], now_ns=0).pause_s(0) is None


def test_a_task_runs_again_and_again_in_a_thread_until_the_stop() -> None:
    ran = threading.Semaphore(0)
    lifecycle = Lifecycle([PeriodicTask("tick", 0.001, ran.release)], clock=SystemClock())
    lifecycle.start()
    assert all(ran.acquire(timeout=PATIENCE_S) for _ in range(3))
    lifecycle.stop()
    assert "eureka-py-tasks" not in [thread.name for thread in threading.enumerate()]


def test_a_task_that_raises_is_logged_and_runs_again(caplog: pytest.LogCaptureFixture) -> None:
    ran = threading.Semaphore(0)

    def fail() -> None:
        ran.release()
        raise RuntimeError("no luck")

    lifecycle = Lifecycle([PeriodicTask("unlucky", 0.001, fail)], clock=SystemClock())
    lifecycle.start()
    assert all(ran.acquire(timeout=PATIENCE_S) for _ in range(2))
    lifecycle.stop()
    record = caplog.records[0]
    assert (record.levelno, record.getMessage()) == (logging.ERROR, "periodic task failed task=unlucky")
    assert record.exc_info


def test_a_stop_does_not_wait_for_a_task_that_is_not_due() -> None:
    lifecycle = Lifecycle([task("seldom", 3600)], clock=SystemClock())
    lifecycle.start()
    lifecycle.stop()
    assert "eureka-py-tasks" not in [thread.name for thread in threading.enumerate()]


def test_a_stop_keeps_further_tasks_from_running() -> None:
    clock = FakeClock()
    ran: list[str] = []

    def stop_all() -> None:
        ran.append("first")
        tasks.stop()

    tasks = PeriodicTasks(
        [PeriodicTask("first", 1, stop_all), PeriodicTask("second", 1, lambda: ran.append("second"))], clock=clock
    )
    tasks.start()
    clock.advance(seconds=1)
    tasks.run_due()
    assert ran == ["first"]


def test_a_task_may_stop_the_tasks() -> None:
    stopped = threading.Event()

    def stop_all() -> None:
        tasks.stop()
        stopped.set()

    tasks = PeriodicTasks([PeriodicTask("last", 0.001, stop_all)], clock=SystemClock())
    tasks.start()
    assert stopped.wait(PATIENCE_S)
    tasks.stop()


def test_parts_start_in_order_and_stop_in_reverse() -> None:
    seen: list[str] = []
    lifecycle = Lifecycle(clock=FakeClock(), parts=[Part("first", seen), Part("second", seen)])
    lifecycle.start()
    lifecycle.stop()
    assert seen == ["start first", "start second", "stop second", "stop first"]


def test_a_second_stop_and_a_stop_without_a_start_do_nothing() -> None:
    seen: list[str] = []
    lifecycle = Lifecycle(clock=FakeClock(), parts=[Part("only", seen)])
    lifecycle.stop()
    assert seen == []
    lifecycle.start()
    lifecycle.stop()
    lifecycle.stop()
    assert seen == ["start only", "stop only"]


def test_if_a_part_fails_to_start_those_before_it_are_stopped() -> None:
    seen: list[str] = []
    parts = [Part("first", seen), Part("second", seen, fails_to="start"), Part("third", seen)]
    with pytest.raises(RuntimeError, match="second does not start"):
        Lifecycle(clock=FakeClock(), parts=parts).start()
    assert seen == ["start first", "start second", "stop first"]


def test_a_part_that_fails_to_stop_does_not_keep_the_others(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []
    lifecycle = Lifecycle(clock=FakeClock(), parts=[Part("first", seen), Part("second", seen, fails_to="stop")])
    lifecycle.start()
    lifecycle.stop()
    assert seen[-2:] == ["stop second", "stop first"]
    assert caplog.messages == ["part failed to stop part=Part"]
