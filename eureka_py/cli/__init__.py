"""The command `eureka-py`: a module for each of its commands. What is not needed to answer is not imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

from eureka_py import __version__
from eureka_py.cli import config, health, import_config, serve, token, user
from eureka_py.cli.parser import OneLineParser

COMMANDS = (serve, health, config, import_config, user, token)
"""Modules with `add_command(commands)`, whose parser has a default `run`, in the order of the help."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command, and leave with its status; what is wrong with settings or files is said in one line."""
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if parsed.command is None:
        parser.print_help(sys.stderr)
        raise SystemExit(2)

    from eureka_py.errors import EurekaError
    from eureka_py.serving.refusal import refuse_to_start

    try:
        status = parsed.run(parsed)
    except EurekaError as ex:
        refuse_to_start(ex)
    raise SystemExit(status)


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="eureka-py",
        description="A Eureka service registry.",
        allow_abbrev=False,
        epilog="Start with: eureka-py serve",
    )
    parser.add_argument("--version", action="version", version=f"eureka-py {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=OneLineParser)
    for command in COMMANDS:
        command.add_command(commands)
    return parser
