"""Files made for a test, taken over."""

from __future__ import annotations

import textwrap
from pathlib import Path

from eureka_py.config.loading import LoadedConfig, load
from eureka_py.migration import Migration, migrate


class Folder:
    """A folder with files of a Java server."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file; common indentation goes."""
        file = self.path / name
        file.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
        return file

    def migrated(self, name: str, text: str | bytes, *profiles: str) -> Migration:
        """Write a file, and take it over."""
        return migrate([self.write(name, text)], profiles)

    def loaded(self, migration: Migration) -> LoadedConfig:
        """Read what came out, as a server does."""
        return load(file=str(self.write("out.toml", migration.toml)), environ={})

    def sentence(self, migration: Migration, name: str) -> str:
        """Return what is said of the one property with that name."""
        said = [line.split(f": {name}: ", 1)[1] for line in migration.account if f": {name}: " in line]
        assert len(said) == 1, migration.account
        return said[0]


def made(loaded: LoadedConfig) -> set[str]:
    """Return the settings that a file makes."""
    return {dotted for dotted, origin in loaded.origins.items() if origin != "default"}
