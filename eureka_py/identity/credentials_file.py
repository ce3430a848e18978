"""The file of credentials while a node runs: read again when it changes."""

from __future__ import annotations

import logging

from eureka_py.clock import Clock
from eureka_py.file_watch import FileWatch
from eureka_py.identity.credentials import Credentials, CredentialsError
from eureka_py.identity.reading import read_credentials

logger = logging.getLogger(__name__)


class CredentialsFile:
    """The last good content of a file. Safe for threads.

    A file that is bad when this is made lets nobody in until it is mended; who starts a node has read it before, so
    that happens only to a worker that replaces another one.
    """

    def __init__(self, path: str, *, clock: Clock) -> None:
        self._path = path
        self._watch = FileWatch((path,), clock=clock)
        self._credentials = Credentials()
        self._read()

    def current(self) -> Credentials:
        """Return what the file says: the same object until it says something new."""
        self._watch.look(self._read_again)
        return self._credentials

    def _read_again(self) -> None:
        if self._read():
            logger.info("credentials read again file=%s", self._path)

    def _read(self) -> bool:
        try:
            self._credentials = read_credentials(self._path)
        except CredentialsError as ex:
            users = len(self._credentials.users) + len(self._credentials.tokens)
            logger.error("credentials refused, keeping those from before reason=%s kept=%d", ex, users)
            return False
        return True
