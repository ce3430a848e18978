"""Keeping secrets out of what is printed: no setting is one, but somebody may have put one into a value."""

from __future__ import annotations

import re

MASK = "***"
_SECRET_NAME = re.compile(
    r"(password|passwd|passphrase|secret|secretkey|token|credential|accessid|accesskey|apikey)s?$"
)
_USER_INFO = re.compile(r"(?<=://)[^/\s]*(?=@)")


def is_secret_name(name: str) -> bool:
    """Say whether the name of a property, in any spelling, lets one expect a secret."""
    last = name.rpartition(".")[2]
    return _SECRET_NAME.search("".join(letter for letter in last.lower() if letter.isalnum())) is not None


def masked(name: str, text: str) -> str:
    """Return a text without the secret that it is, or without the credentials of the URLs that it holds."""
    return MASK if is_secret_name(name) and text else _USER_INFO.sub(MASK, text)
