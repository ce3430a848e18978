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
    """A setting has a name that no setting has. `nearest` is the valid name most like it, None if none is like it."""

    def __init__(self, key: str, nearest: str | None, *, origin: str) -> None:
        super().__init__(key, None, "the name of a setting", origin=origin)
        self.nearest = nearest

    def __str__(self) -> str:
        hint = f"the nearest valid one is {self.nearest}" if self.nearest else "`eureka-py config print` lists them all"
        return f"unknown setting {self.key!r} (from {self.origin}): {hint}"


class ForeignSettingError(ConfigError):
    """A setting has the name of a property of `owner`'s server that means nothing here; `reason` says why."""

    def __init__(self, key: str, *, owner: str, reason: str, origin: str) -> None:
        super().__init__(key, None, "a setting of this server", origin=origin)
        self.owner = owner
        self.reason = reason

    def __str__(self) -> str:
        return f"known {self.owner} property without meaning here: {self.key} (from {self.origin}): {self.reason}"


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
