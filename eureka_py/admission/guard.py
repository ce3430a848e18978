"""What admission found out, at the resources of a face: may this principal do this?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import falcon

from eureka_py.admission.access import ADMINISTERING, ANY_ROLE, Access
from eureka_py.admission.admitted import Admitted, Refusal, RefusalReason
from eureka_py.admission.answers import answer_to
from eureka_py.admission.principal import Role

ADMITTED = "eureka_py.admitted"
"""Key of the WSGI environ: the `Admitted` of this request. Who calls a face sets it."""
ROUTE = "eureka_py.route"
"""Key of the WSGI environ: the template of the path, for who counts."""
REFUSAL = "eureka_py.refusal"
"""Key of the WSGI environ: the `RefusalReason`, if a face refused the request."""

AccessTable: TypeAlias = Mapping[str, Mapping[str, Access | None]]
"""Path template -> method -> what it asks for; None: open to all."""


class RefusedError(Exception):
    """A request that a face refuses for reasons of policy."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal


class Guard:
    """Middleware of a `falcon.App` that lets only those through who may. A route that the table lacks is closed."""

    def __init__(self, table: AccessTable, *, prefix: str = "") -> None:
        self._table = table
        self._prefix = prefix

    def process_resource(self, req: falcon.Request, resp: falcon.Response, resource: Any, params: Any) -> None:
        """Refuse with 403 who may not. Raises: RefusedError."""
        template = req.uri_template or ""
        req.env[ROUTE] = self._prefix + template
        by_method = self._table.get(template)
        admitted: Admitted = req.env[ADMITTED]
        if by_method is None:
            raise RefusedError(_refusal(admitted, ADMINISTERING))
        if req.method == "OPTIONS":
            access = None if None in by_method.values() else ANY_ROLE
        else:
            method = "GET" if req.method == "HEAD" else req.method
            if method not in by_method:
                return  # there is no such method, which the face answers in its own words
            access = by_method[method]
        if access is not None and not access.permits(admitted, params.get("app_name")):
            raise RefusedError(_refusal(admitted, access))


def answer_refused(req: falcon.Request, resp: falcon.Response, error: RefusedError, params: dict[str, Any]) -> None:
    """Answer a refusal. For `falcon.App.add_error_handler`."""
    req.env[REFUSAL] = error.refusal.reason
    answer = answer_to(error.refusal, req.method)
    resp.status = answer.status_line
    for name, value in answer.headers:
        if name != "Content-Length":
            resp.set_header(name, value)
    resp.data = answer.body


def _refusal(admitted: Admitted, access: Access) -> Refusal:
    if access.roles == {Role.PEER}:
        sentence = "Only a peer may replicate: its address is not in access.peer_addresses, nor has it the role peer"
        return Refusal(403, RefusalReason.NOT_A_PEER, sentence)
    return Refusal(403, RefusalReason.FORBIDDEN, f"The principal {admitted.principal.name} may not do this")
