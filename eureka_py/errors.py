"""The tree of errors that the package raises. Each carries its data, not only a text."""

from __future__ import annotations


class EurekaError(Exception):
    """Root of every error that this package raises on purpose."""


class ConfigError(EurekaError):
    """A setting is unknown or has a value that cannot be used."""

    def __init__(self, key: str, value: object, expected: str, *, origin: str | None = None) -> None:
        where = f" (from {origin})" if origin else ""
        super().__init__(f"{key} = {value!r}{where}: expected {expected}")
        self.key = key
        self.value = value
        self.expected = expected
        self.origin = origin


class UnknownSettingError(ConfigError):
    """A setting has a name that no setting has. `nearest` is the valid name most like it."""

    def __init__(self, key: str, nearest: str, *, origin: str) -> None:
        super().__init__(key, None, f"the name of a setting, such as {nearest}", origin=origin)
        self.nearest = nearest

    def __str__(self) -> str:
        return f"unknown setting {self.key!r} (from {self.origin}): the nearest valid one is {self.nearest}"


class ListenError(EurekaError):
    """The node cannot listen where it should."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"cannot listen on {address}: {reason}")
        self.address = address
        self.reason = reason


class DecodeError(EurekaError):
    """Bytes from outside do not hold what they should. `reason` is for logs, not for the wire."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
