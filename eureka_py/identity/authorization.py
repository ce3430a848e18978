"""The header Authorization, read. Pure."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field

from eureka_py.identity.tokens import Token, token_of


@dataclass(frozen=True)
class UserPassword:
    """What HTTP Basic says."""

    name: str
    password: str = field(repr=False)


def claim_in(authorization: str) -> UserPassword | Token | None:
    """Return what the header claims, None if that is nothing which could be right."""
    scheme, _, rest = authorization.strip().partition(" ")
    if scheme.lower() == "basic":
        return _user_password(rest.strip())
    if scheme.lower() == "bearer":
        return token_of(rest.strip())
    return None


def _user_password(encoded: str) -> UserPassword | None:
    try:
        decoded = base64.b64decode(encoded.encode("ascii"), validate=True).decode()
    except (binascii.Error, UnicodeError):
        return None
    name, colon, password = decoded.partition(":")  # a password may hold colons, a name may not
    return UserPassword(name, password) if colon else None
