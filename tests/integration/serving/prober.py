"""Asks a server who it is, all the time and over a new connection each time."""

from __future__ import annotations

import json
import threading
from types import TracebackType
from typing import Any

from tests.integration.serving.process import eventually, get

PROBERS = 3


class Prober:
    """Several clients that never rest, and what they were told."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._probe, daemon=True) for _ in range(PROBERS)]
        self.answers: list[dict[str, Any]] = []
        self.failures: list[str] = []

    def __enter__(self) -> Prober:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, ex: BaseException | None, tb: TracebackType | None) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def wait_for_answer_of(self, pid: int) -> None:
        """Return when that process has answered."""
        assert eventually(lambda: any(answer["pid"] == pid for answer in self.answers)), f"{pid} never answered"

    def assert_handed_over(self, old: int, new: int) -> None:
        """Assert that two processes answered, one after the other and never both, and that nobody was turned away."""
        assert self.failures == []
        assert {answer["pid"] for answer in self.answers} == {old, new}
        last_of_old = max(answer["at_ns"] for answer in self.answers if answer["pid"] == old)
        first_of_new = min(answer["at_ns"] for answer in self.answers if answer["pid"] == new)
        assert last_of_old < first_of_new
        assert all(answer["is_started"] for answer in self.answers)

    def _probe(self) -> None:
        while not self._is_over.is_set():
            try:
                self.answers.append(json.loads(get(self._address)[1]))
            except (OSError, ValueError) as ex:
                self.failures.append(repr(ex))
