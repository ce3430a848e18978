"""A face on its own, as if admission had let every request through."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from eureka_py.admission import ANYBODY, Admitted, Principal
from eureka_py.admission.admitted import REPLICATION_HEADER
from eureka_py.admission.guard import ADMITTED

Wsgi = Callable[..., Iterable[bytes]]


def admitting(app: Wsgi, *, principal: Principal = ANYBODY, is_from_peer: bool = True) -> Wsgi:
    """Return `app` with every request admitted as the principal's, and as a peer's if that is said."""
    header = "HTTP_" + REPLICATION_HEADER.upper().replace("-", "_")

    def admitted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        is_replication = is_from_peer and environ.get(header) == "true"
        environ[ADMITTED] = Admitted(principal, environ.get("REMOTE_ADDR", ""), is_from_peer, is_replication, "test-1")
        return app(environ, start_response)

    return admitted
