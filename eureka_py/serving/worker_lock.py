"""One worker at a time, over all masters that hand over to each other."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import MutableMapping

VARIABLE = "_EUREKA_PY_WORKER_LOCK"
"""Tells workers, and the master that USR2 starts, which open file is the lock. It is no setting."""


class WorkerLock:
    """A lock that a worker holds from before its first request until its process is gone.

    It is a POSIX record lock on a file without a name. Such a lock belongs to a process: a fork does not inherit it,
    and it vanishes with the process, however that ends. So there is nothing to release, clean up or configure.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd

    @classmethod
    def shared(cls, environ: MutableMapping[str, str]) -> WorkerLock:
        """Return the lock that the environment names; if it names none that is open here, make one and name it."""
        fd = _open_fd(environ.get(VARIABLE, ""))
        if fd is None:
            fd = _file_without_a_name()
            environ[VARIABLE] = _described(fd)
        return cls(fd)

    def try_acquire(self) -> bool:
        """Take the lock if no other process holds it."""
        try:
            fcntl.lockf(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def pass_on(self, environ: MutableMapping[str, str]) -> None:
        """Let the program that this process is about to become find the lock."""
        os.set_inheritable(self._fd, True)
        environ[VARIABLE] = _described(self._fd)


def _file_without_a_name() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("eureka_py worker lock")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _described(fd: int) -> str:
    status = os.fstat(fd)
    return f"{fd}:{status.st_dev}:{status.st_ino}"


def _open_fd(description: str) -> int | None:
    """Return the descriptor if it is still the same file: a number alone may have been given to another one."""
    number = description.partition(":")[0]
    if not number.isdecimal():
        return None
    try:
        return int(number) if _described(int(number)) == description else None
    except OSError:
        return None
