"""A handler for a log whose reader may be slow or gone: who logs never waits, and lines are lost instead."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import threading
from queue import Empty, Full, Queue

logger = logging.getLogger(__name__)

MOST_WAITING = 10_000
"""Lines that wait for a slow reader; more are lost. Records take some 1 KB each."""
MOST_AT_ONCE = 200
STOP_S = 1.0


class LineWriter(logging.Handler):
    """Formats and writes records in a thread of its own.

    It writes to the descriptor itself: a thread that hangs in the lock of Python's `sys.stdout` would hang the end of
    the process, too.
    """

    def __init__(self, fd: int, *, most_waiting: int = MOST_WAITING, stop_s: float = STOP_S) -> None:
        super().__init__()
        self.lost = 0
        """Lines that were not written."""
        self._fd = fd
        self._stop_s = stop_s
        self._waiting: Queue[logging.LogRecord | None] = Queue(most_waiting)
        self._counting = threading.Lock()
        self._is_failing = False
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="eureka-py-access-log", daemon=True)

    def handle(self, record: logging.LogRecord) -> bool:
        """Take a record, without the lock that other handlers need: the queue has one."""
        self.emit(record)
        return True

    def emit(self, record: logging.LogRecord) -> None:
        """Have a record written, or lose it if too many wait."""
        try:
            self._waiting.put_nowait(record)
        except Full:
            self._lose(1)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, unless that takes too long."""
        self._is_over.set()
        with contextlib.suppress(Full):  # it is awake then
            self._waiting.put_nowait(None)
        if self._thread.ident is not None:
            self._thread.join(self._stop_s)

    def _run(self) -> None:
        while not (self._is_over.is_set() and self._waiting.empty()):
            records = [record for record in self._next_records() if record is not None]
            if records:
                self._write("".join(self.format(record) + "\n" for record in records).encode(), len(records))

    def _next_records(self) -> list[logging.LogRecord | None]:
        """Return what waits, as soon as there is something: as much as goes into one write."""
        records = [self._waiting.get()]
        with contextlib.suppress(Empty):
            while len(records) < MOST_AT_ONCE:
                records.append(self._waiting.get_nowait())
        return records

    def _write(self, lines: bytes, count: int) -> None:
        left = memoryview(lines)
        try:
            while left:
                left = left[self._written(left) :]
        except OSError as ex:
            self._lose(count)
            if not self._is_failing:
                logger.warning("access log cannot be written, lines are lost reason=%s", ex)
            self._is_failing = True
            return
        self._is_failing = False

    def _written(self, lines: memoryview) -> int:
        try:
            return os.write(self._fd, lines)
        except BlockingIOError:  # whoever shares the descriptor may have made it so
            select.select([], [self._fd], [])
            return 0

    def _lose(self, count: int) -> None:
        with self._counting:
            self.lost += count
