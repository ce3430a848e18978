"""`eureka-py user`: who may come in by password or certificate."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from eureka_py.cli.credentials_flags import add_file_flags, add_rights_flags, credentials_file, rights


def add_command(commands: Any) -> None:
    """Add `user` to the commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "user", help="add, list and remove users", description="Keep the users of a file of credentials."
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=type(parser))
    add = verbs.add_parser("add", help="add a user; the password is asked for", allow_abbrev=False)
    add.add_argument("name", metavar="NAME")
    add_rights_flags(add)
    add.add_argument(
        "--certificate",
        metavar="NAME",
        action="append",
        default=[],
        help="DNS name or common name of a client certificate that shows this user; can be repeated",
    )
    password = add.add_mutually_exclusive_group()
    password.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    password.add_argument("--no-password", action="store_true", help="let only a certificate show this user")
    add_file_flags(add)
    add.set_defaults(run=run_add)
    shown = verbs.add_parser("list", help="list users", allow_abbrev=False)
    add_file_flags(shown)
    shown.set_defaults(run=run_list)
    remove = verbs.add_parser("remove", help="remove a user", allow_abbrev=False)
    remove.add_argument("name", metavar="NAME")
    add_file_flags(remove)
    remove.set_defaults(run=run_remove)


def run_add(parsed: argparse.Namespace) -> int:
    """Add a user. Raises: EurekaError."""
    from eureka_py.errors import ConfigError
    from eureka_py.identity.hashing import hashed
    from eureka_py.identity.writing import add_entry

    if not parsed.name or ":" in parsed.name or not parsed.name.isprintable():
        raise ConfigError("NAME", parsed.name, "a name without a colon, which HTTP Basic could not carry")
    if parsed.no_password and not parsed.certificate:
        raise ConfigError("--no-password", True, "a --certificate with it, or nobody could come in by that name")
    file = credentials_file(parsed)
    values = rights(parsed)
    if parsed.certificate:
        values["certificate"] = parsed.certificate
    if not parsed.no_password:
        values["secret"] = hashed(_password(parsed))
    add_entry(file, "users", parsed.name, values)
    return 0


def run_list(parsed: argparse.Namespace) -> int:
    """Print the users, one in a line. Raises: EurekaError."""
    from eureka_py.identity.reading import read_credentials

    for name, entry in sorted(read_credentials(credentials_file(parsed)).users.items()):
        roles = ",".join(sorted(role.value for role in entry.principal.roles))
        certificate = f"  certificate={','.join(entry.certificate)}" if entry.certificate else ""
        sys.stdout.write(f"{name}  roles={roles}  apps={','.join(entry.principal.apps)}{certificate}\n")
    return 0


def run_remove(parsed: argparse.Namespace) -> int:
    """Remove a user. Raises: EurekaError."""
    from eureka_py.identity.writing import remove_entry

    remove_entry(credentials_file(parsed), "users", parsed.name)
    return 0


def _password(parsed: argparse.Namespace) -> str:
    from eureka_py.errors import EurekaError
    from eureka_py.identity.secret_rules import objection_to

    if parsed.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise EurekaError("the two passwords differ")
    else:
        raise EurekaError("there is no terminal to ask for the password; use --password-stdin")
    objection = objection_to(password, parsed.name)
    if objection:
        raise EurekaError(f"refused: {objection}")
    return password
