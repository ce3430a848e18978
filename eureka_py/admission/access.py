"""What a route asks of the one who calls it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from eureka_py.admission.admitted import Admitted
from eureka_py.admission.principal import Role


@dataclass(frozen=True)
class Access:
    """Any one of `roles` is enough.

    `of_app`: the route names an application, which the principal's patterns have to cover.
    `or_replication`: a peer that says that it replicates may as well, for every application.
    """

    roles: frozenset[Role]
    of_app: bool = False
    or_replication: bool = False

    def permits(self, request: Admitted, app_name: str | None) -> bool:
        """Say whether a request may do this to an application, None where the route names none."""
        if self.or_replication and request.is_replication:
            return True
        if Role.PEER in self.roles and request.is_from_peer:
            return True
        if not self.roles & request.principal.roles:
            return False
        return not self.of_app or app_name is None or request.principal.covers(app_name)


ANY_ROLE = Access(frozenset(Role))
READING = Access(frozenset({Role.READ, Role.ADMIN, Role.PEER}))
HOLDING_A_LEASE = Access(frozenset({Role.REGISTER}), of_app=True, or_replication=True)
ENDING_A_LEASE = Access(frozenset({Role.REGISTER, Role.ADMIN}), of_app=True, or_replication=True)
OVERRIDING = Access(frozenset({Role.ADMIN}), of_app=True, or_replication=True)
ADMINISTERING = Access(frozenset({Role.ADMIN}))
REPLICATING = Access(frozenset({Role.PEER}))
