"""The bounded sets that labels take their values from."""

from __future__ import annotations

METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
CLIENTS = frozenset({"DefaultClient", "DefaultServer", "Jersey3DefaultClient"})
"""What Eureka's own clients and servers call themselves in the header DiscoveryIdentity-Name."""
OTHER = "other"
NONE = "none"
UNMATCHED = "unmatched"


def method_label(method: str) -> str:
    """Return a method by its name if it is a known one."""
    return method if method in METHODS else OTHER


def client_label(name: str) -> str:
    """Return the kind of client behind a name that anybody may choose."""
    if name in CLIENTS:
        return name
    return OTHER if name else NONE


def route_label(template: str) -> str:
    """Return the template of a path; one that belongs to no route has none."""
    return template or UNMATCHED


def outcome_label(status: int, *, is_refused: bool) -> str:
    """Return how a request ended, roughly: what an operator alerts on."""
    if is_refused:
        return "refused"
    if status >= 500:
        return "server_error"
    return "client_error" if status >= 400 else "ok"
