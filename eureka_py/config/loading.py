"""Where settings come from: a TOML file, then the environment, then flags; what comes later wins.

Every value keeps its origin, so that a refusal can say whose word it was.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from eureka_py.config.keys import Value, all_keys, section_types
from eureka_py.config.names import ENVIRONMENT_CONFIG, key_named, key_of_variable
from eureka_py.config.settings import Config
from eureka_py.config.spelling import ENVIRONMENT_PREFIX
from eureka_py.config.values import from_text, from_toml
from eureka_py.errors import ConfigError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DEFAULT_FILE = Path("conf/eureka-server.toml")
"""Read if it is there and no other file is named."""
DEFAULT_ORIGIN = "default"


@dataclass(frozen=True)
class Assignment:
    """A setting named by a flag. `origin` is the flag as a user would recognise it."""

    name: str
    text: str
    origin: str


@dataclass(frozen=True)
class LoadedConfig:
    """The settings, and for each key (`section.name`) where its value came from."""

    config: Config
    origins: Mapping[str, str]


@dataclass(frozen=True)
class Sourced:
    """A value, and where it came from."""

    value: Value
    origin: str


def load(
    *,
    file: str | None = None,
    environ: Mapping[str, str],
    assignments: Iterable[Assignment] = (),
    default_file: Path = DEFAULT_FILE,
) -> LoadedConfig:
    """Read all sources. `file` comes from a flag. Raises: ConfigError, whose text is one line for the user."""
    values: dict[str, Sourced] = {}
    path = _file_to_read(file, environ, default_file)
    if path is not None:
        values.update(_from_file(path))
    values.update(_from_environment(environ))
    values.update(_from_assignments(assignments))
    return built(values)


def built(values: Mapping[str, Sourced]) -> LoadedConfig:
    """Put settings together from values by our names; the others keep their defaults. Raises: ConfigError."""
    origins = {key.dotted: DEFAULT_ORIGIN for key in all_keys()}
    origins.update({dotted: sourced.origin for dotted, sourced in values.items()})
    return LoadedConfig(_config(values), MappingProxyType(origins))


def _file_to_read(flag: str | None, environ: Mapping[str, str], default_file: Path) -> Path | None:
    if flag is not None:
        return _existing(flag, "--config")
    variable = environ.get(ENVIRONMENT_CONFIG)
    if variable is not None:
        return _existing(variable, ENVIRONMENT_CONFIG)
    return default_file if default_file.is_file() else None


def _existing(path: str, origin: str) -> Path:
    if not Path(path).is_file():
        raise ConfigError("file of settings", path, "a file that exists", origin=origin)
    return Path(path)


def _from_file(path: Path) -> dict[str, Sourced]:
    origin = str(path)
    values: dict[str, Sourced] = {}
    for name, value in _flattened(_parsed(path)):
        key = key_named(name, origin)
        if key.dotted in values:
            raise ConfigError(name, value, f"once: {key.dotted} has a value above", origin=origin)
        values[key.dotted] = Sourced(from_toml(key, value, origin), origin)
    return values


def _parsed(path: Path) -> dict[str, Any]:
    try:
        parsed: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        return parsed
    except OSError as ex:
        raise ConfigError("file of settings", str(path), f"a file that can be read: {ex.strerror}") from ex
    except ValueError as ex:
        raise ConfigError("file of settings", str(path), f"valid TOML: {ex}") from ex


def _flattened(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        is_known_section = prefix == "" and name in section_types()
        if isinstance(value, dict) and (value or is_known_section):
            yield from _flattened(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _from_environment(environ: Mapping[str, str]) -> dict[str, Sourced]:
    values: dict[str, Sourced] = {}
    for variable in sorted(environ):
        if variable.startswith(ENVIRONMENT_PREFIX) and variable != ENVIRONMENT_CONFIG:
            key = key_of_variable(variable)
            values[key.dotted] = Sourced(from_text(key, environ[variable], variable), variable)
    return values


def _from_assignments(assignments: Iterable[Assignment]) -> dict[str, Sourced]:
    values: dict[str, Sourced] = {}
    for assignment in assignments:
        key = key_named(assignment.name, assignment.origin)
        values[key.dotted] = Sourced(from_text(key, assignment.text, assignment.origin), assignment.origin)
    return values


def _config(values: Mapping[str, Sourced]) -> Config:
    try:
        return Config(**{section: kind(**_of_section(section, values)) for section, kind in section_types().items()})
    except ConfigError as ex:
        culprit = values.get(ex.key)
        raise ConfigError(ex.key, ex.value, ex.expected, origin=culprit.origin if culprit else None) from ex


def _of_section(section: str, values: Mapping[str, Sourced]) -> dict[str, Any]:
    prefix = f"{section}."
    return {
        dotted.removeprefix(prefix): sourced.value for dotted, sourced in values.items() if dotted.startswith(prefix)
    }
