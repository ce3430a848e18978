"""The flags that name settings, the same for every command that reads them."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eureka_py.config.loading import Assignment, LoadedConfig


def add_settings_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that `load_settings` reads."""
    parser.add_argument("--host", metavar="H", help="address to listen on: IPv4, IPv6, a name, or unix:/path.sock")
    parser.add_argument("--port", metavar="P", help="port to listen on; 8761 unless set")
    parser.add_argument("--config", metavar="FILE", help="file of settings; conf/eureka-server.toml if that is there")
    parser.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        dest="assignments",
        help="one setting, by our name, Netflix's or Spring's; can be repeated",
    )
    parser.add_argument("--workers", metavar="N", help="only 1: the registry is in the memory of one process")


def load_settings(parsed: argparse.Namespace) -> LoadedConfig:
    """Read the settings from all sources. Raises: ConfigError."""
    from eureka_py.config.loading import load

    return load(file=parsed.config, environ=os.environ, assignments=assignments_of(parsed))


def assignments_of(parsed: argparse.Namespace) -> list[Assignment]:
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
