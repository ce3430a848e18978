"""Text that clients chose, made fit for an operator's eyes: nothing invisible, nothing endless."""

from __future__ import annotations

MAX_CHARS = 256


def printable(text: str) -> str:
    """Return the text with control, format and surrogate characters escaped as in Python, cut after `MAX_CHARS`.

    This is about what is seen. It does not make text safe inside HTML: autoescaping does.
    """
    if len(text) > MAX_CHARS:
        return f"{_escaped(text[:MAX_CHARS])}… ({len(text)} characters)"
    return _escaped(text)


def log_value(text: str) -> str:
    """Return the text as the value in `name=value`, on one line, quoted where it could be taken for more than one."""
    shown = printable(text)
    if shown and not any(char in ' "=' for char in shown):
        return shown
    return '"' + shown.replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
