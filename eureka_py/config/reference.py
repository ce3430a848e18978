"""The page about all settings: `python -m eureka_py.config.reference > docs/settings.md`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence

from eureka_py.config.foreign import all_foreign
from eureka_py.config.keys import Key, all_keys, section_types
from eureka_py.config.spelling import ENVIRONMENT_PREFIX

_HEAD = f"""\
# Settings

Written by `python -m eureka_py.config.reference`; what is said here is what the program itself knows.

Settings come from a file (`--config FILE`, else `conf/eureka-server.toml` if it is there), then from the
environment, then from flags (`--set NAME=VALUE`); what comes later wins. In the file and after `--set`, every setting
has up to three names: ours, Netflix's, with or without the leading `eureka.`, and Spring's, in any spelling that
Spring takes (`enable-self-preservation`, `enableSelfPreservation`, `enable_self_preservation`). A variable is our name
in capitals after `{ENVIRONMENT_PREFIX}`; in variables and flags a list is written with commas.

`eureka-py config print` shows all settings with their values and where these came from, `eureka-py config check` says
whether a node could start with them, and `eureka-py import-config` takes over a file of a Java server.
"""

_FOREIGN_HEAD = """
## Properties of Java's servers that have no meaning here

They are refused in a file and after `--set`, with the reason, and reported by `eureka-py import-config`. A `*` stands
for one part of a name, `**` for all that follows.
"""
_COLUMNS = ("Setting", "Unit", "Default", "Variable", "Netflix", "Spring", "Meaning")


def rendered() -> str:
    """Return the page."""
    sections = "".join(_section(name, kind.__doc__ or "") for name, kind in section_types().items())
    return _HEAD + sections + _FOREIGN_HEAD + _table(("Netflix", "Spring", "Why"), _foreign_rows())


def _section(name: str, doc: str) -> str:
    rows = (_row(key) for key in all_keys() if key.section == name)
    return f"\n## {name}\n\n{doc.strip()}\n{_table(_COLUMNS, rows)}"


def _row(key: Key) -> Iterator[str]:
    yield _code(key.dotted)
    yield key.unit or ""
    yield _code(json.dumps(key.default))
    yield _code(key.environment)
    yield _code(key.netflix_property or "")
    yield _code(key.spring or "")
    yield key.doc


def _foreign_rows() -> Iterator[Sequence[str]]:
    for foreign in all_foreign():
        yield _code(foreign.netflix or ""), _code(foreign.spring or ""), foreign.reason


def _table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n" + "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |\n" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    sys.stdout.write(rendered())
