"""`eureka-py serve`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn

from eureka_py.cli.settings_flags import add_settings_flags, assignments_of, load_settings

_EXAMPLES = """\
examples:
  eureka-py serve                                        on http://127.0.0.1:8761, for this machine only
  eureka-py serve --port 9000 --config my.toml
  eureka-py serve --set delta.retention_ms=60000 --set eureka.evictionIntervalTimerInMs=5000
  eureka-py serve --host 0.0.0.0 --set server.insecure=true    for everybody who reaches this machine

Settings come from the file, then from the environment (EUREKA_PY_DELTA_RETENTION_MS=60000), then from flags;
what comes later wins. conf/eureka-server.toml lists them all.
"""


def add_command(commands: Any) -> None:
    """Add `serve` to the commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "serve",
        help="serve a registry until it is stopped",
        description="Serve a registry until it is stopped (Ctrl-C, or SIGTERM).",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_settings_flags(parser)
    parser.add_argument("--peer", metavar="URL", action="append", default=[], help="not in this version")
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> NoReturn:
    """Serve."""
    _refuse_peers(parsed.peer)
    assignments_of(parsed)  # a flag that cannot be read is refused here, before gunicorn is loaded

    from eureka_py.launch import serve_node

    serve_node(partial(load_settings, parsed))


def _refuse_peers(peers: Sequence[str]) -> None:
    from eureka_py.errors import ConfigError

    if peers:
        expected = "no peer: replication between nodes is not part of this version"
        raise ConfigError("--peer", peers[0], expected)
