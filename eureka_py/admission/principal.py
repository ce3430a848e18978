"""Who asks, and what they may do."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fnmatch import fnmatchcase


class Role(str, enum.Enum):
    """What a principal may do. Which routes ask for which roles is said beside the routes."""

    READ = "read"
    """Read the registry, the pages and the metrics."""
    REGISTER = "register"
    """Register, renew, cancel and set metadata, in the applications that the principal's patterns name."""
    ADMIN = "admin"
    """Override statuses and cancel, in the applications that the principal's patterns name; evict; and read."""
    PEER = "peer"
    """Replicate: what this principal says in replication is taken as another node's word. And read."""


@dataclass(frozen=True)
class Principal:
    """Somebody known by name. `apps`: patterns of application names, in any letter case, as `ORDERS` or `PAY-*`."""

    name: str
    roles: frozenset[Role]
    apps: tuple[str, ...] = ("*",)

    def covers(self, app_name: str) -> bool:
        """Say whether an application is among those that the principal acts for."""
        return any(pattern == "*" or fnmatchcase(app_name.upper(), pattern.upper()) for pattern in self.apps)


ANYBODY = Principal("anybody", frozenset({Role.READ, Role.REGISTER, Role.ADMIN}))
"""Who asks on a node that has no credentials set up."""
NOBODY = Principal("nobody", frozenset())
"""Who asks for what is open to all, such as health, without being asked in turn."""
