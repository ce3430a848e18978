"""All settings with their values, and where these came from: as TOML that can be read back, or as JSON."""

from __future__ import annotations

import json

import tomlkit
from tomlkit.items import Item

from eureka_py.config.keys import Key, Value, all_keys, section_types
from eureka_py.config.loading import LoadedConfig
from eureka_py.config.secrets import masked

_HEAD = "Every setting with its value, and where that came from."


def as_toml(loaded: LoadedConfig) -> str:
    """Return a file of settings that says all of them; origins are comments."""
    document = tomlkit.document()
    document.add(tomlkit.comment(_HEAD))
    for section in section_types():
        table = tomlkit.table()
        for key in all_keys():
            if key.section == section:
                table.add(key.name, commented(_shown(key, loaded), loaded.origins[key.dotted]))
        document.add(tomlkit.nl())
        document.add(section, table)
    return tomlkit.dumps(document)


def as_json(loaded: LoadedConfig) -> str:
    """Return section -> setting -> its value and origin."""
    sections: dict[str, dict[str, object]] = {section: {} for section in section_types()}
    for key in all_keys():
        sections[key.section][key.name] = {"value": _shown(key, loaded), "origin": loaded.origins[key.dotted]}
    return json.dumps(sections, indent=2) + "\n"


def commented(value: object, comment: str) -> Item:
    """Return a value of TOML with a comment behind it, which is made one line."""
    item = tomlkit.item(value)
    item.comment(one_line(comment))
    return item


def one_line(text: str) -> str:
    """Return a text that can stand in a comment: what cannot be printed is escaped, as in a literal."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def _shown(key: Key, loaded: LoadedConfig) -> bool | int | float | str | list[str]:
    value: Value = getattr(getattr(loaded.config, key.section), key.name)
    if isinstance(value, tuple):
        return [masked(key.name, item) for item in value]
    return masked(key.name, value) if isinstance(value, str) else value
