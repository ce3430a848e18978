"""What a node does by itself: parts that are started and stopped, and tasks that run every now and then.

All tasks share one thread: two sweeps at once would only compete for the interpreter, and for the registry's lock.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from eureka_py.clock import NS_PER_S, Clock

logger = logging.getLogger(__name__)

JOIN_TIMEOUT_S = 2.0
"""How long a stop waits for a task that runs. The thread is a daemon: what is left of it ends with the process."""


class Startable(Protocol):
    """Something with a life of its own. Stopping twice, or before a start, does no harm."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End."""
        ...


@dataclass(frozen=True)
class PeriodicTask:
    """Something to do again and again, with a pause of `interval_s` after each run and before the first."""

    name: str
    interval_s: float
    action: Callable[[], object]


class Schedule:
    """When each task is due. Times are monotonic ns, and come in by argument."""

    def __init__(self, tasks: Sequence[PeriodicTask], now_ns: int) -> None:
        self._due_ns = {task: now_ns + _interval_ns(task) for task in tasks}

    def due(self, now_ns: int) -> list[PeriodicTask]:
        """Return the tasks to run now, in the order in which they were given."""
        return [task for task, due_ns in self._due_ns.items() if due_ns <= now_ns]

    def ran(self, task: PeriodicTask, now_ns: int) -> None:
        """Note that a task ended just now: its pause begins. So a slow task never runs twice in a row to catch up."""
        self._due_ns[task] = now_ns + _interval_ns(task)

    def pause_s(self, now_ns: int) -> float | None:
        """Return how long nothing is due, or None if nothing ever is."""
        if not self._due_ns:
            return None
        return max(0, min(self._due_ns.values()) - now_ns) / NS_PER_S


class PeriodicTasks:
    """Runs tasks as they fall due, in one daemon thread."""

    def __init__(self, tasks: Sequence[PeriodicTask], *, clock: Clock) -> None:
        self._tasks = tuple(tasks)
        self._clock = clock
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._schedule = Schedule((), 0)

    def start(self) -> None:
        """Start the thread. Every task pauses first."""
        self._schedule = Schedule(self._tasks, self._clock.monotonic_ns())
        self._thread = threading.Thread(target=self._run, name="eureka-py-tasks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Start no task any more, and wait a little for the one that runs."""
        self._stopping.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(JOIN_TIMEOUT_S)

    def run_due(self) -> None:
        """Run what is due now."""
        for task in self._schedule.due(self._clock.monotonic_ns()):
            if self._stopping.is_set():
                return
            _run_safely(task)
            self._schedule.ran(task, self._clock.monotonic_ns())

    def _run(self) -> None:
        while not self._stopping.wait(self._schedule.pause_s(self._clock.monotonic_ns())):
            self.run_due()


class Lifecycle:
    """Starts parts in the order in which they depend on each other, then the tasks; stops all that in reverse."""

    def __init__(self, tasks: Sequence[PeriodicTask] = (), *, clock: Clock, parts: Sequence[Startable] = ()) -> None:
        self._parts: tuple[Startable, ...] = (*parts, PeriodicTasks(tasks, clock=clock))
        self._started: list[Startable] = []

    def start(self) -> None:
        """Start everything. If a part fails to start, those before it are stopped, and the failure goes on up."""
        try:
            for part in self._parts:
                part.start()
                self._started.append(part)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop what was started. A second call does nothing; a part that fails to stop does not keep the others."""
        while self._started:
            part = self._started.pop()
            try:
                part.stop()
            except Exception:
                logger.exception("part failed to stop part=%s", type(part).__name__)


def _run_safely(task: PeriodicTask) -> None:
    try:
        task.action()
    except Exception:
        logger.exception("periodic task failed task=%s", task.name)


def _interval_ns(task: PeriodicTask) -> int:
    return round(task.interval_s * NS_PER_S)
