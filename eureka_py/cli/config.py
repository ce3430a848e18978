"""`eureka-py config`: what the settings are, and whether a node could start with them."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from eureka_py.cli.settings_flags import add_settings_flags, load_settings

if TYPE_CHECKING:
    from eureka_py.config import Config
    from eureka_py.config.loading import LoadedConfig

_EXAMPLES = """\
examples:
  eureka-py config print                                 every setting, its value and where that came from
  eureka-py config print --format json --config my.toml
  eureka-py config print > my.toml                       a file of settings with all that is in force now
  eureka-py config check --config my.toml                OK and status 0, or what is wrong and status 2
"""


def add_command(commands: Any) -> None:
    """Add `config` to the commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "config",
        help="print the settings, or check them",
        description="Print the settings as a server would have them, or check them without starting one.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    verbs = parser.add_subparsers(dest="verb", metavar="print|check", required=True)
    printing = verbs.add_parser("print", help="print every setting with its value and origin", allow_abbrev=False)
    printing.add_argument("--format", choices=("toml", "json"), default="toml", help="toml can be read back")
    printing.set_defaults(run=print_settings)
    checking = verbs.add_parser("check", help="say whether a server could start with them", allow_abbrev=False)
    checking.set_defaults(run=check_settings)
    add_settings_flags(printing)
    add_settings_flags(checking)


def print_settings(parsed: argparse.Namespace) -> int:
    """Print all settings on standard output."""
    loaded = load_settings(parsed)

    from eureka_py.config.printing import as_json, as_toml

    sys.stdout.write(as_json(loaded) if parsed.format == "json" else as_toml(loaded))
    return 0


def check_settings(parsed: argparse.Namespace) -> int:
    """Say OK, after a line for each setting that has no effect. Raises: ConfigError."""
    loaded = load_settings(parsed)

    from eureka_py.config.effects import idle_settings

    _check_start(loaded)
    for line in idle_settings(loaded):
        sys.stderr.write(f"eureka-py: {line}\n")
    sys.stdout.write("OK\n")
    return 0


def _check_start(loaded: LoadedConfig) -> None:
    """Do what a server does with files and addresses before it serves. Raises: EurekaError."""
    from eureka_py.errors import ConfigError
    from eureka_py.identity.reading import read_credentials
    from eureka_py.serving.tls import made_context

    config = loaded.config
    try:
        if config.access.credentials_file:
            read_credentials(config.access.credentials_file)
        if config.tls.is_on:
            made_context(config.tls)
        _check_address(config)
    except ConfigError as ex:
        raise ConfigError(ex.key, ex.value, ex.expected, origin=loaded.origins.get(ex.key)) from ex


def _check_address(config: Config) -> None:
    """Listen for a moment, on a port that is free: a server that runs already is none of the settings' faults."""
    from eureka_py.serving.listening import is_protected, open_socket

    host = config.server.host
    if not host.startswith("unix:"):
        address = (host.removeprefix("[").removesuffix("]"), 0)
        open_socket(address, may_be_open=config.server.insecure or is_protected(config), backlog=1).close()
