"""Secrets as they are kept."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 32 MiB and 50 to 100 ms of one core: what a check may cost a node of two cores, of which two run at once.
_HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)


def hashed(secret: str) -> str:
    """Return the hash of a secret, which names its own parameters and salt."""
    return _HASHER.hash(secret)


def nobodys_hash() -> str:
    """Return the hash of a secret that nobody knows."""
    return hashed(secrets.token_urlsafe())


def is_secret_of(secret: str, secret_hash: str) -> bool:
    """Say whether a hash was made from this secret. Takes as long as the hash says, and lets other threads run."""
    try:
        return _HASHER.verify(secret_hash, secret)
    except (VerificationError, InvalidHashError):
        return False
