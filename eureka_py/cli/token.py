"""`eureka-py token`: who may come in by a token, as programs do."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from eureka_py.cli.credentials_flags import add_file_flags, add_rights_flags, credentials_file, rights


def add_command(commands: Any) -> None:
    """Add `token` to the commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "token", help="make, list and remove tokens", description="Keep the tokens of a file of credentials."
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=type(parser))
    new = verbs.add_parser("new", help="make a token and print it, this once", allow_abbrev=False)
    new.add_argument("name", metavar="NAME", help="whose it is")
    add_rights_flags(new)
    add_file_flags(new)
    new.set_defaults(run=run_new)
    shown = verbs.add_parser("list", help="list tokens by their ids", allow_abbrev=False)
    add_file_flags(shown)
    shown.set_defaults(run=run_list)
    remove = verbs.add_parser("remove", help="remove a token", allow_abbrev=False)
    remove.add_argument("id", metavar="ID", help="what stands between the underscores")
    add_file_flags(remove)
    remove.set_defaults(run=run_remove)


def run_new(parsed: argparse.Namespace) -> int:
    """Make a token. Raises: EurekaError."""
    from eureka_py.errors import ConfigError
    from eureka_py.identity.hashing import hashed
    from eureka_py.identity.tokens import new_token
    from eureka_py.identity.writing import add_entry

    if not parsed.name or not parsed.name.isprintable():
        raise ConfigError("NAME", parsed.name, "a name that can be read")
    token = new_token()
    values = {"name": parsed.name, **rights(parsed), "secret": hashed(token.secret)}
    add_entry(credentials_file(parsed), "tokens", token.id, values)
    sys.stdout.write(f"{token}\n")
    return 0


def run_list(parsed: argparse.Namespace) -> int:
    """Print the tokens, one in a line, without their secrets. Raises: EurekaError."""
    from eureka_py.identity.reading import read_credentials

    for token_id, entry in sorted(read_credentials(credentials_file(parsed)).tokens.items()):
        roles = ",".join(sorted(role.value for role in entry.principal.roles))
        sys.stdout.write(
            f"{token_id}  name={entry.principal.name}  roles={roles}  apps={','.join(entry.principal.apps)}\n"
        )
    return 0


def run_remove(parsed: argparse.Namespace) -> int:
    """Remove a token. Raises: EurekaError."""
    from eureka_py.identity.writing import remove_entry

    remove_entry(credentials_file(parsed), "tokens", parsed.id)
    return 0
