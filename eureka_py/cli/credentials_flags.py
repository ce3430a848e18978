"""The flags of the commands that keep the file of credentials."""

from __future__ import annotations

import argparse
import os

ROLES = ("read", "register", "admin", "peer")


def add_file_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that `credentials_file` reads."""
    parser.add_argument("--file", metavar="F", help="file of credentials; access.credentials_file unless given")
    parser.add_argument("--config", metavar="FILE", help="file of settings that names the file of credentials")


def add_rights_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that `rights` reads."""
    parser.add_argument(
        "--role",
        choices=ROLES,
        action="append",
        dest="roles",
        help="what is allowed; can be repeated; read and register unless given",
    )
    parser.add_argument(
        "--app",
        metavar="GLOB",
        action="append",
        dest="apps",
        help="applications to act for, as ORDERS or 'PAY-*'; can be repeated; all unless given",
    )


def rights(parsed: argparse.Namespace) -> dict[str, str | list[str]]:
    """Return roles and applications as an entry of the file has them."""
    return {"roles": parsed.roles or ["read", "register"], "apps": parsed.apps or ["*"]}


def credentials_file(parsed: argparse.Namespace) -> str:
    """Return the path of the file: the flag, or the setting. Raises: ConfigError."""
    if parsed.file:
        return str(parsed.file)

    from eureka_py.config.loading import load
    from eureka_py.errors import ConfigError

    file = load(file=parsed.config, environ=os.environ, assignments=[]).config.access.credentials_file
    if not file:
        raise ConfigError("access.credentials_file", file, "a file, or --file to name one here")
    return file
