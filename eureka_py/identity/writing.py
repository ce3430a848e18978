"""Changing the file of credentials: comments and order survive, and no reader ever sees half of it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import Table

from eureka_py.identity.credentials import CredentialsError
from eureka_py.identity.reading import parsed, read_credentials

_HEAD = "Users and tokens of eureka_py. Secrets are hashed: use `eureka-py user` and `eureka-py token`."


def add_entry(path: str, kind: str, key: str, values: Mapping[str, str | Sequence[str]]) -> None:
    """Put a new entry into the file, which is made if it is not there. Raises: CredentialsError."""
    document = _document(path)
    tables: Any = document.setdefault(kind, tomlkit.table(is_super_table=True))
    if key in tables:
        raise CredentialsError(path, "is there already; remove it first", entry=f"{kind}.{key}")
    entry = tomlkit.table()
    for name, value in values.items():
        entry[name] = value if isinstance(value, str) else list(value)
    tables[key] = entry
    _write(path, tomlkit.dumps(document))


def remove_entry(path: str, kind: str, key: str) -> None:
    """Take an entry out of the file. Raises: CredentialsError."""
    read_credentials(path)
    document = _document(path)
    tables: Any = document.get(kind, {})
    if key not in tables:
        raise CredentialsError(path, "there is no such entry", entry=f"{kind}.{key}")
    del tables[key]
    if not tables and isinstance(tables, Table):
        del document[kind]
    _write(path, tomlkit.dumps(document))


def _document(path: str) -> tomlkit.TOMLDocument:
    if not os.path.exists(path):
        document = tomlkit.document()
        document.add(tomlkit.comment(_HEAD))
        return document
    read_credentials(path)  # so that a file which is bad already is refused in our words
    with open(path, encoding="utf-8") as file:
        return tomlkit.parse(file.read())


def _write(path: str, text: str) -> None:
    """Replace the file, for its owner's eyes only."""
    parsed(text.encode(), path)
    target = os.path.realpath(path)
    try:
        fd, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".credentials-")  # made with mode 0600
        try:
            with open(fd, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            _give_to_owner_of(target, temporary)
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as ex:
        raise CredentialsError(path, f"cannot be written: {ex.strerror}") from ex


def _give_to_owner_of(target: str, temporary: str) -> None:
    """Keep the owner: root may edit what a service's own user has to read."""
    with contextlib.suppress(FileNotFoundError, PermissionError):
        status = os.stat(target)
        os.chown(temporary, status.st_uid, status.st_gid)
