"""The documented file of settings: `python -m eureka_py.config.template > conf/eureka-server.toml`."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator

from eureka_py.config.keys import Key, Value, all_keys, section_types

_WIDTH = 100
_HEAD = """\
# Settings of eureka-py. Each one stands here with its default; take away the leading # to change it.
#
# Environment variables win over this file: delta.retention_ms is EUREKA_PY_DELTA_RETENTION_MS.
# Flags win over both:                      eureka-py serve --set delta.retention_ms=60000
# Netflix's and Spring's names work too:    --set eureka.retentionTimeInMSInDeltaQueue=60000
#
# Written by `python -m eureka_py.config.template`.
"""


def rendered() -> str:
    """Return the file: every setting, commented out, with its default and what it means."""
    return _HEAD + "".join(f"\n{_section(name, kind.__doc__ or '')}" for name, kind in section_types().items())


def _section(name: str, doc: str) -> str:
    settings = "\n".join(_setting(key) for key in all_keys() if key.section == name)
    return f"[{name}]  # {doc.strip()}\n\n{settings}"


def _setting(key: Key) -> str:
    comments = "".join(f"# {line}\n" for line in _comments(key))
    return f"{comments}#{key.name} = {_literal(key.default)}\n"


def _comments(key: Key) -> Iterator[str]:
    yield from textwrap.wrap(key.doc, _WIDTH)
    if key.netflix:
        yield f"Netflix: {key.netflix_property}"
    if key.spring and key.spring not in (key.dotted, key.netflix_property):
        yield f"Spring: {key.spring}"


def _literal(value: Value) -> str:
    return json.dumps(value)  # for our types, JSON's notation is TOML's


if __name__ == "__main__":
    sys.stdout.write(rendered())
