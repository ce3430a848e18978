"""Tokens: `eureka_ID_SECRET`. The prefix lets scanners find one that got lost, the id finds its entry."""

from __future__ import annotations

import secrets
from typing import NamedTuple

PREFIX = "eureka"


class Token(NamedTuple):
    """A token in its parts."""

    id: str
    secret: str

    def __str__(self) -> str:
        return f"{PREFIX}_{self.id}_{self.secret}"


def new_token() -> Token:
    """Return a token of 256 random bits."""
    return Token(secrets.token_hex(6), secrets.token_urlsafe(32))


def token_of(text: str) -> Token | None:
    """Return the parts of a token, None if it is none of ours."""
    prefix, _, rest = text.partition("_")
    token_id, _, secret = rest.partition("_")
    return Token(token_id, secret) if prefix == PREFIX and token_id and secret else None
