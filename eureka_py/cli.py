"""The command `eureka-py`: arguments, made into settings. What is not needed to answer is not imported."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from eureka_py import __version__

if TYPE_CHECKING:
    from eureka_py.config.loading import Assignment

_SERVE_EXAMPLES = """\
examples:
  eureka-py serve                                        on http://127.0.0.1:8761, for this machine only
  eureka-py serve --port 9000 --config my.toml
  eureka-py serve --set delta.retention_ms=60000 --set eureka.evictionIntervalTimerInMs=5000
  eureka-py serve --host 0.0.0.0 --set server.insecure=true    for everybody who reaches this machine

Settings come from the file, then from the environment (EUREKA_PY_DELTA_RETENTION_MS=60000), then from flags;
what comes later wins. conf/eureka-server.toml lists them all.
"""


class OneLineParser(argparse.ArgumentParser):
    """A parser whose complaints are one line, like those about settings."""

    def error(self, message: str) -> NoReturn:
        """Complain, and say where help is."""
        self.exit(2, f"eureka-py: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command, and leave with its status."""
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if parsed.command is None:
        parser.print_help(sys.stderr)
        raise SystemExit(2)
    _serve(parsed)


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(
        prog="eureka-py",
        description="A Eureka service registry.",
        allow_abbrev=False,
        epilog="Start with: eureka-py serve",
    )
    parser.add_argument("--version", action="version", version=f"eureka-py {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=OneLineParser)
    serve = commands.add_parser(
        "serve",
        help="serve a registry until it is stopped",
        description="Serve a registry until it is stopped (Ctrl-C, or SIGTERM).",
        epilog=_SERVE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_serve_flags(serve)
    return parser


def _add_serve_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", metavar="H", help="address to listen on: IPv4, IPv6, a name, or unix:/path.sock")
    parser.add_argument("--port", metavar="P", help="port to listen on; 8761 unless set")
    parser.add_argument("--config", metavar="FILE", help="file of settings; conf/eureka-server.toml if that is there")
    parser.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        dest="assignments",
        help="one setting, by our name or Netflix's; can be repeated",
    )
    parser.add_argument("--workers", metavar="N", help="only 1: the registry is in the memory of one process")
    parser.add_argument("--peer", metavar="URL", action="append", default=[], help="not in this version")


def _serve(parsed: argparse.Namespace) -> NoReturn:
    from eureka_py.errors import EurekaError
    from eureka_py.serving.refusal import refuse_to_start

    try:
        _refuse_peers(parsed.peer)
        assignments = _assignments(parsed)
    except EurekaError as ex:
        refuse_to_start(ex)

    from eureka_py.config.loading import load
    from eureka_py.launch import serve_node

    serve_node(partial(load, file=parsed.config, environ=os.environ, assignments=assignments))


def _refuse_peers(peers: Sequence[str]) -> None:
    from eureka_py.errors import ConfigError

    if peers:
        expected = "no peer: replication between nodes is not part of this version"
        raise ConfigError("--peer", peers[0], expected)


def _assignments(parsed: argparse.Namespace) -> list[Assignment]:
    """Return what the flags set; those with a name of their own win over `--set`."""
    from eureka_py.config.loading import Assignment
    from eureka_py.errors import ConfigError

    assignments = []
    for text in parsed.assignments:
        name, equals, value = text.partition("=")
        if not equals:
            raise ConfigError("--set", text, "KEY=VALUE, as in --set delta.retention_ms=60000")
        assignments.append(Assignment(name.strip(), value, f"--set {name.strip()}"))
    for flag in ("host", "port", "workers"):
        value = getattr(parsed, flag)
        if value is not None:
            assignments.append(Assignment(f"server.{flag}", value, f"--{flag}"))
    return assignments
