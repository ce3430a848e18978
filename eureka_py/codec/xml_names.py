"""Metadata keys as XML element names, and back. Source: XStream XmlFriendlyNameCoder."""

from __future__ import annotations

import re

# Letters that both editions of XML 1.0 allow in names. The fifth allows more, but parsers in use, expat among them,
# still go by the fourth. `:` is left out: unbound prefixes are errors for parsers that know namespaces.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿΑ-ΡΣ-ωА-яぁ-ゔァ-ヺ一-龥가-힣"
_FOREIGN = re.compile(rf"[^{_LETTERS}0-9.\-]|^[0-9.\-]")
_CODED = re.compile(r"_(?:(-)|(_)|\.([0-9A-Fa-f]{4}))")


def encode_name(key: str) -> str:
    """Return the element name for a key that is not empty: `_` doubled, `$` as `_-`, others as `_.` and hex digits."""
    return _FOREIGN.sub(_coded, key) if _FOREIGN.search(key) else key


def decode_name(name: str) -> str:
    """Return the key for an element name; a lone `_` stays. Raises: ValueError for half a surrogate pair."""
    if "_" not in name:
        return name
    # Java codes a character beyond the basic plane as two halves, which become one again here.
    return _CODED.sub(_plain, name).encode("utf-16", "surrogatepass").decode("utf-16")


def _coded(match: re.Match[str]) -> str:
    char = match[0]
    if char == "_":
        return "__"
    if char == "$":
        return "_-"
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"_.{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _plain(match: re.Match[str]) -> str:
    dollar, underscore, digits = match.groups()
    if dollar:
        return "$"
    return "_" if underscore else chr(int(digits, 16))
