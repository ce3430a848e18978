"""Slow checks, few at a time: whoever sends many wrong passwords must not take all threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Key = TypeVar("Key")
T = TypeVar("T")


class BusyError(Exception):
    """There is no room for another check at present."""


class Checks(Generic[Key, T]):
    """Runs `at_once` checks, lets `waiting` more callers wait, and turns the others away.

    Of equal checks at the same time one is made, and its result is everybody's; who waits for it counts as waiting.
    """

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._most_inside = at_once + waiting
        self._inside = 0
        self._running: dict[Key, Future[T]] = {}
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(at_once)

    @classmethod
    def for_threads(cls, threads: int) -> Checks[Key, T]:
        """Leave at least half of a server's threads, if it has more than one, to those who need no check."""
        at_once = max(1, min(2, threads // 4))
        return cls(at_once=at_once, waiting=max(0, threads // 2 - at_once))

    def result(self, key: Key, check: Callable[[], T]) -> T:
        """Return what the check says, which may take as long as those before it. Raises: BusyError."""
        with self._lock:
            if self._inside >= self._most_inside:
                raise BusyError
            self._inside += 1
            others = self._running.get(key)
            mine: Future[T] = self._running.setdefault(key, Future())
        try:
            return others.result() if others is not None else self._run(key, mine, check)
        finally:
            with self._lock:
                self._inside -= 1

    def _run(self, key: Key, mine: Future[T], check: Callable[[], T]) -> T:
        try:
            with self._slots:
                result = check()
            mine.set_result(result)
            return result
        except BaseException as ex:
            mine.set_exception(ex)  # or those who wait for it would wait for ever
            raise
        finally:
            with self._lock:
                del self._running[key]
