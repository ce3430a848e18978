"""Spring's properties that say in other words, or in other units, what one of our settings says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from eureka_py.config.names import find_key
from eureka_py.config.spelling import relaxed
from eureka_py.config.values import from_text
from eureka_py.errors import ConfigError
from eureka_py.migration.context import Context, spelled_out
from eureka_py.migration.properties import Property
from eureka_py.migration.verdict import Verdict, no_meaning, not_understood, taken

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(?P<number>[0-9]{1,9})\s*(?P<unit>ms|s|m|h|d)?", re.IGNORECASE)
_LEVELS = {"trace": "debug", "debug": "debug", "info": "info", "warn": "warning", "error": "error", "fatal": "error"}
_CLIENT_CERTIFICATE = {"none": "none", "want": "optional", "need": "required"}
_TRUE = ("true", "yes", "on", "1", "t", "y")
_FALSE = ("false", "no", "off", "0", "f", "n")


class _Conversion(NamedTuple):
    """`text` returns our value as a text. Raises: ValueError, which says what is the matter with the value."""

    dotted: str
    text: Callable[[str], str]


def converted(subject: Property, context: Context, remark: str) -> Verdict | None:
    """Judge a property that stands for a setting, None if it stands for none."""
    name = spelled_out(subject.name)
    conversion = _CONVERSIONS.get(relaxed(name))
    key = find_key(conversion.dotted if conversion else name)
    if key is None:
        return None
    if key.section == "tls" and context.get("server.ssl.enabled") == "false":
        return no_meaning(subject, "server.ssl.enabled is false")
    text = _boolean(subject.value) if key.kind is bool else subject.value
    try:
        value = from_text(key, conversion.text(text) if conversion else text, str(subject.place))
    except ConfigError as ex:
        return not_understood(subject, f"not usable as {key.dotted}: expected {ex.expected}")
    except ValueError as ex:
        return not_understood(subject, f"not usable as {key.dotted}: {ex}")
    return taken(subject, key, value, remark)


def _boolean(text: str) -> str:
    word = text.lower()
    return "true" if word in _TRUE else "false" if word in _FALSE else text


def _path_of_file(text: str) -> str:
    if text.startswith("classpath:"):
        raise ValueError("it is within the jar: take the file out, and name it in our file")
    if text.startswith("-----BEGIN"):
        raise ValueError("it is the content of a file: write it into one, and name that in our file")
    return re.sub(r"^file:(//(?=/))?", "", text)


def _seconds(text: str) -> str:
    match = _DURATION.fullmatch(text.strip().removeprefix("PT"))
    if match is None:
        raise ValueError("expected a duration, as 30s")
    # Spring takes a bare number for milliseconds. Part of a second becomes a whole one.
    seconds = int(match["number"]) * _SECONDS[(match["unit"] or "ms").lower()]
    return str(-int(-seconds // 1))


def _level(text: str) -> str:
    return _word(text, _LEVELS)


def _client_certificate(text: str) -> str:
    return _word(text, _CLIENT_CERTIFICATE)


def _word(text: str, words: Mapping[str, str]) -> str:
    if text.lower() not in words:
        raise ValueError(f"expected one of {', '.join(words)}")
    return words[text.lower()]


def _base_path(text: str) -> str:
    return text.rstrip("/") + "/eureka"


_CONVERSIONS: dict[str, _Conversion] = {
    relaxed(name): conversion
    for name, conversion in {
        "server.servlet.context-path": _Conversion("server.base_path", _base_path),
        "server.context-path": _Conversion("server.base_path", _base_path),
        "server.ssl.certificate": _Conversion("tls.certificate_file", _path_of_file),
        "server.ssl.certificate-private-key": _Conversion("tls.key_file", _path_of_file),
        "server.ssl.trust-certificate": _Conversion("tls.ca_file", _path_of_file),
        "server.ssl.client-auth": _Conversion("tls.client_certificate", _client_certificate),
        "spring.lifecycle.timeout-per-shutdown-phase": _Conversion("server.drain_s", _seconds),
        "logging.level.root": _Conversion("log.level", _level),
    }.items()
}
