"""A client program in a process of its own, steered by one JSON object per line: a question in, an answer out."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

ANSWER_S = 60.0
"""A start contains the client's first fetch, and two cores may have other work."""
_EXIT_S = 10.0
_LOG_LINES = 60


class ClientProcess:
    """Asks and waits. What the program logs (its stderr) goes to a file, which every failure quotes."""

    def __init__(self, name: str, command: Sequence[str], log: Path) -> None:
        self.name = name
        self._log = log
        self._asked: list[str] = []
        self._answers: queue.Queue[str | None] = queue.Queue()
        with log.open("wb") as sink:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sink)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def tell(self, do: str, **arguments: object) -> None:
        """Send a command; `answer` waits for what it answers."""
        assert self._process.stdin is not None
        self._asked.append(do)
        try:
            self._process.stdin.write(json.dumps({"do": do, **arguments}).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            self._fail("has gone away")

    def answer(self) -> Any:
        """Return the answer to the oldest command that still waits for one."""
        try:
            line = self._answers.get(timeout=ANSWER_S)
        except queue.Empty:
            self._fail(f"did not answer within {ANSWER_S:g} s")
        if line is None:
            self._fail(f"ended with exit code {self._process.wait(_EXIT_S)}")
        answer = json.loads(line)
        if "error" in answer:
            self._fail(f"failed: {answer['error']}")
        self._asked.pop(0)
        return answer["result"]

    def ask(self, do: str, **arguments: object) -> Any:
        """Send a command and return its answer."""
        self.tell(do, **arguments)
        return self.answer()

    def exit_code(self) -> int:
        """Wait until the program has ended, and return its exit code."""
        try:
            return self._process.wait(_EXIT_S)
        except subprocess.TimeoutExpired:
            self._fail(f"did not end within {_EXIT_S:g} s")

    def kill(self) -> None:
        """End the process, whatever it is doing, without a farewell."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(_EXIT_S)
        self._reader.join(_EXIT_S)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # a command may still be unsent
                    stream.close()

    def log_tail(self) -> str:
        """Return the end of what the program logged."""
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return "\n".join(line[:300] for line in lines[-_LOG_LINES:])

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line.decode())
        self._answers.put(None)

    def _fail(self, problem: str) -> NoReturn:
        doing = self._asked[0] if self._asked else "nothing"
        raise AssertionError(f"{self.name} (asked: {doing}) {problem}\n--- its log:\n{self.log_tail()}")
