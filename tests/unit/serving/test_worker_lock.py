from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest

from eureka_py.serving.worker_lock import VARIABLE, WorkerLock


@pytest.fixture
def environ() -> Iterator[dict[str, str]]:
    environ: dict[str, str] = {}
    yield environ
    if VARIABLE in environ:
        os.close(fd_of(environ))


def fd_of(environ: dict[str, str]) -> int:
    return int(environ[VARIABLE].partition(":")[0])


def in_another_process(lock: WorkerLock) -> bool:
    """Say whether a child process can take the lock."""
    pid = os.fork()
    if pid == 0:
        os._exit(0 if lock.try_acquire() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_one_process_holds_it_at_a_time(environ: dict[str, str]) -> None:
    lock = WorkerLock.shared(environ)
    assert in_another_process(lock)
    assert lock.try_acquire()
    assert not in_another_process(lock)


def test_it_cannot_be_had_while_another_process_holds_it(environ: dict[str, str]) -> None:
    lock = WorkerLock.shared(environ)
    has_it_read, has_it_write = os.pipe()
    may_end_read, may_end_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(has_it_write, b"1" if lock.try_acquire() else b"0")
        os.read(may_end_read, 1)
        os._exit(0)
    assert os.read(has_it_read, 1) == b"1"
    assert not lock.try_acquire()
    os.write(may_end_write, b".")
    os.waitpid(pid, 0)
    assert lock.try_acquire()
    for fd in (has_it_read, has_it_write, may_end_read, may_end_write):
        os.close(fd)


def test_it_vanishes_with_the_process_that_holds_it(environ: dict[str, str]) -> None:
    lock = WorkerLock.shared(environ)
    assert in_another_process(lock)  # which took it, and ended
    assert in_another_process(lock)


def test_a_holder_may_take_it_again(environ: dict[str, str]) -> None:
    lock = WorkerLock.shared(environ)
    assert lock.try_acquire()
    assert lock.try_acquire()


def test_the_environment_leads_everybody_to_the_same_lock(environ: dict[str, str]) -> None:
    assert WorkerLock.shared(environ).try_acquire()
    described = environ[VARIABLE]
    assert not in_another_process(WorkerLock.shared(environ))
    assert environ[VARIABLE] == described


@pytest.mark.parametrize("stale", ["", "no number", "999999:1:2", "0:1:2", "-1:0:0"])
def test_a_description_that_fits_no_open_file_leads_to_a_new_lock(environ: dict[str, str], stale: str) -> None:
    environ[VARIABLE] = stale
    WorkerLock.shared(environ)
    assert environ[VARIABLE] != stale


def test_only_a_lock_that_is_passed_on_survives_the_start_of_another_program(environ: dict[str, str]) -> None:
    lock = WorkerLock.shared(environ)
    assert not os.get_inheritable(fd_of(environ))
    handed: dict[str, str] = {}
    lock.pass_on(handed)
    assert os.get_inheritable(fd_of(environ))
    assert handed == environ


def test_it_needs_no_memory_file(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    before = set(os.listdir(tempfile.gettempdir()))
    assert WorkerLock.shared(environ).try_acquire()
    assert not in_another_process(WorkerLock.shared(environ))
    assert not [name for name in set(os.listdir(tempfile.gettempdir())) - before if name.startswith("eureka")]
