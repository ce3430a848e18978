"""Reading the file of credentials.

A user is a table `[users.NAME]`, a token a table `[tokens.ID]` with a `name`. Both have `roles`, may have `apps` and
`certificate`, and have a `secret`, hashed, which only somebody with a certificate may lack.
"""

from __future__ import annotations

import logging
import os
import re
import stat
import sys
from collections.abc import Mapping
from typing import Any

from eureka_py.admission import Principal, Role
from eureka_py.identity.credentials import Credentials, CredentialsError, Entry

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

logger = logging.getLogger(__name__)

KINDS = ("users", "tokens")
_KEYS = {"users": {"roles", "apps", "certificate", "secret"}, "tokens": {"name", "roles", "apps", "secret"}}
_HASH = re.compile(r"\$argon2(id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[\w+/-]+\$[\w+/-]+", re.ASCII)
_COMMAND = {"users": "eureka-py user add", "tokens": "eureka-py token new"}


def read_credentials(path: str) -> Credentials:
    """Return what the file says. Warns if everybody on the machine can read it. Raises: CredentialsError."""
    try:
        with open(path, "rb") as file:
            is_open_to_all = bool(os.fstat(file.fileno()).st_mode & stat.S_IROTH)
            content = file.read()
    except FileNotFoundError as ex:
        raise CredentialsError(path, "there is no such file; make it with: eureka-py user add NAME --file FILE") from ex
    except OSError as ex:
        raise CredentialsError(path, f"cannot be read: {ex.strerror}") from ex
    if is_open_to_all:
        logger.warning("everybody on this machine can read the credentials, mend it with chmod 600 file=%s", path)
    return parsed(content, path)


def parsed(content: bytes, path: str) -> Credentials:
    """Return what the content of a file says. Raises: CredentialsError."""
    try:
        document = tomllib.loads(content.decode())
    except UnicodeDecodeError as ex:
        raise CredentialsError(path, "is not UTF-8") from ex
    except tomllib.TOMLDecodeError as ex:
        raise CredentialsError(path, f"is not TOML: {_without_content(ex)}") from None  # it may quote a secret
    for name in document:
        if name not in KINDS:
            raise CredentialsError(path, "expected only tables [users.NAME] and [tokens.ID]", entry=str(name))
    users = _entries(document, "users", path)
    return Credentials(users, _entries(document, "tokens", path), _by_certificate(users, path))


def _entries(document: Mapping[str, Any], kind: str, path: str) -> dict[str, Entry]:
    tables = document.get(kind, {})
    if not isinstance(tables, dict):
        raise CredentialsError(path, f"expected tables [{kind}...]", entry=kind)
    return {key: _entry(kind, key, table, path) for key, table in tables.items()}


def _entry(kind: str, key: str, table: Any, path: str) -> Entry:
    where = f"{kind}.{key}"

    def refuse(reason: str) -> CredentialsError:
        return CredentialsError(path, reason, entry=where)

    if not isinstance(table, dict):
        raise refuse("expected a table with roles and a secret")
    for name in table:
        if name not in _KEYS[kind]:
            raise refuse(f"{name} is unknown, expected {', '.join(sorted(_KEYS[kind]))}")
    texts = {name: table.get(name, default) for name, default in (("roles", []), ("apps", ["*"]), ("certificate", []))}
    for name, value in texts.items():
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise refuse(f"expected {name} to be a list of texts")
    known = {role.value for role in Role}
    if not texts["roles"] or not known.issuperset(texts["roles"]):
        raise refuse(f"expected roles to be some of {', '.join(sorted(known))}")
    if not texts["apps"]:
        raise refuse('expected apps to be patterns of application names, as ["*"]')
    name = table.get("name", key) if kind == "tokens" else key
    if not isinstance(name, str) or not name:
        raise refuse("expected name to be a text")
    secret = table.get("secret")
    if secret is None and not texts["certificate"]:
        raise refuse(f"has no secret; make one with: {_COMMAND[kind]} {name}")
    if secret is not None and not (isinstance(secret, str) and _HASH.fullmatch(secret)):
        raise refuse(f"the secret is not an argon2 hash; make one with: {_COMMAND[kind]} {name}")
    principal = Principal(name, frozenset(map(Role, texts["roles"])), tuple(texts["apps"]))
    return Entry(principal, secret, tuple(texts["certificate"]))


def _by_certificate(users: Mapping[str, Entry], path: str) -> dict[str, Principal]:
    found: dict[str, Principal] = {}
    for user, entry in users.items():
        for name in entry.certificate:
            other = found.setdefault(name.lower(), entry.principal)
            if other is not entry.principal:
                raise CredentialsError(
                    path, f"certificate {name} is already that of {other.name}", entry=f"users.{user}"
                )
    return found


def _without_content(error: tomllib.TOMLDecodeError) -> str:
    place = re.search(r"\(at [^()]*\)$", str(error))
    return f"see {place[0][1:-1].removeprefix('at ')}" if place else "it cannot be read"
