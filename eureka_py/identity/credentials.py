"""What the file of credentials says, as values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eureka_py.admission import Principal
from eureka_py.errors import EurekaError


class CredentialsError(EurekaError):
    """The file of credentials cannot be used, or not in the way that was asked for. Never holds a secret."""

    def __init__(self, file: str, reason: str, *, entry: str | None = None) -> None:
        where = f"{file}, {entry}" if entry else file
        super().__init__(f"{where}: {reason}")
        self.file = file
        self.entry = entry
        self.reason = reason


@dataclass(frozen=True)
class Entry:
    """A user or token. `secret_hash`: None for somebody whom only a certificate shows."""

    principal: Principal
    secret_hash: str | None = field(default=None, repr=False)
    certificate: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Credentials:
    """All that may come in: users by name, tokens by id, principals by the names of their certificates."""

    users: Mapping[str, Entry] = field(default_factory=dict)
    tokens: Mapping[str, Entry] = field(default_factory=dict)
    by_certificate: Mapping[str, Principal] = field(default_factory=dict)

    def named_by(self, certificate_names: tuple[str, ...]) -> Principal | None:
        """Return whom a certificate shows: the first of its names that is somebody's."""
        for name in certificate_names:
            principal = self.by_certificate.get(name.lower())
            if principal is not None:
                return principal
        return None
