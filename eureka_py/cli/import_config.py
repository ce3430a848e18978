"""`eureka-py import-config`: settings of a Java server, taken over."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

_EXAMPLES = """\
examples:
  eureka-py import-config application.yml                             shows our file, and what became of each property
  eureka-py import-config application.yml --profile prod --output my.toml
  eureka-py import-config eureka-client.properties eureka-server.properties > my.toml

Of several files a later one wins. With --profile P, application-P.yml or eureka-server-P.properties beside a named
file is read as well. Passwords are never copied.
"""


def add_command(commands: Any) -> None:
    """Add `import-config` to the commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "import-config",
        help="take over the settings of a Netflix or Spring server",
        description="Write a file of settings from those of a Netflix or Spring server, and account for each property.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="a .properties, .yml or .yaml file")
    parser.add_argument(
        "--profile", metavar="P", action="append", default=[], help="an active profile; can be repeated"
    )
    parser.add_argument("--output", metavar="F", help="write the settings here instead of on standard output")
    parser.add_argument("--force", action="store_true", help="let --output replace a file")
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    """Write our file, and on standard error what became of each property. Raises: EurekaError."""
    from eureka_py.migration import migrate

    migration = migrate([Path(file) for file in parsed.files], parsed.profile)
    if parsed.output is None:
        sys.stdout.write(migration.toml)
    else:
        _write(parsed.output, migration.toml, may_replace=parsed.force)
    sys.stderr.write("".join(f"{line}\n" for line in migration.account))
    return 0


def _write(path: str, text: str, *, may_replace: bool) -> None:
    from eureka_py.errors import ConfigError

    try:
        with Path(path).open("w" if may_replace else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as ex:
        raise ConfigError("--output", path, "a file that is not there yet, or --force") from ex
    except OSError as ex:
        raise ConfigError("--output", path, f"a file that can be written: {ex.strerror}") from ex
