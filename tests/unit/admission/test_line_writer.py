from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator

import pytest

from eureka_py.admission.line_writer import LineWriter

PATIENCE_S = 10.0


@pytest.fixture
def pipe() -> Iterator[list[int]]:
    """The reading and the writing end; a test that closes one puts -1 in its place."""
    ends = list(os.pipe())
    yield ends
    for fd in ends:
        if fd >= 0:
            os.close(fd)


def a_record(text: str) -> logging.LogRecord:
    return logging.LogRecord("x", logging.INFO, __file__, 1, text, None, None)


def fill(fd: int) -> int:
    """Fill a pipe, so that the next write waits."""
    os.set_blocking(fd, False)
    size = 0
    try:
        while True:
            size += os.write(fd, b"-" * 4096)
    except BlockingIOError:
        os.set_blocking(fd, True)
        return size


def test_a_reader_that_stands_still_makes_nobody_wait(pipe: list[int]) -> None:
    fill(pipe[1])
    writer = LineWriter(pipe[1], most_waiting=10, stop_s=0.01)
    writer.start()
    sender = threading.Thread(target=lambda: [writer.handle(a_record("line")) for _ in range(1_000)])
    sender.start()
    sender.join(PATIENCE_S)
    assert not sender.is_alive()
    assert writer.lost >= 1_000 - 10 - 200
    writer.stop()  # does not wait for the reader, either
    os.close(pipe[0])
    pipe[0] = -1
    for thread in threading.enumerate():  # or it would write on, to whatever has the same descriptor next
        if thread.name == "eureka-py-access-log":
            thread.join(PATIENCE_S)
            assert not thread.is_alive()


def test_what_waited_for_the_reader_is_written_when_it_reads_again(pipe: list[int]) -> None:
    size = fill(pipe[1])
    writer = LineWriter(pipe[1])
    writer.start()
    writer.handle(a_record("late"))
    with os.fdopen(os.dup(pipe[0]), "rb") as file:
        assert file.read(size) == b"-" * size
        assert file.readline() == b"late\n"
    writer.stop()
    assert writer.lost == 0


def test_a_descriptor_that_does_not_block_is_waited_for(pipe: list[int]) -> None:
    size = fill(pipe[1])
    os.set_blocking(pipe[1], False)
    writer = LineWriter(pipe[1])
    writer.start()
    writer.handle(a_record("late"))
    with os.fdopen(os.dup(pipe[0]), "rb") as file:
        assert file.read(size) == b"-" * size
        assert file.readline() == b"late\n"
    writer.stop()
    assert writer.lost == 0


def test_without_a_reader_lines_are_lost_and_that_is_said_once(
    pipe: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    os.close(pipe[0])
    pipe[0] = -1
    writer = LineWriter(pipe[1], most_waiting=1_000)
    writer.start()
    for _ in range(500):
        writer.handle(a_record("line"))
    writer.stop()
    assert writer.lost == 500
    (record,) = caplog.records
    assert record.getMessage() == "access log cannot be written, lines are lost reason=[Errno 32] Broken pipe"


def test_a_stop_writes_what_waits(pipe: list[int]) -> None:
    writer = LineWriter(pipe[1])
    for number in range(300):
        writer.handle(a_record(str(number)))
    writer.start()
    writer.stop()
    assert os.read(pipe[0], 65_536) == b"".join(b"%d\n" % number for number in range(300))
