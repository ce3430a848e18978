"""Which passwords are none. Pure."""

from __future__ import annotations

LEAST_LENGTH = 12
PLACEHOLDERS = frozenset(
    {"changeme", "password", "passw0rd", "secret", "admin", "eureka", "default", "example", "test"}
)


def objection_to(password: str, name: str) -> str | None:
    """Return why a password is refused, None if it may be one."""
    letters = "".join(filter(str.isalpha, password.lower()))
    bare = "".join(filter(str.isalnum, password.lower()))
    if {letters, bare} & {*PLACEHOLDERS, "".join(filter(str.isalnum, name.lower()))} or len(set(password)) <= 2:
        return "a password that anybody would guess"
    if len(password) < LEAST_LENGTH:
        return f"a password of less than {LEAST_LENGTH} characters"
    if not password.isprintable():
        return "a password with characters that cannot be typed"
    return None
