"""Finding the resource for a path, by the path as it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, unquote

import falcon
from falcon.routing import CompiledRouter

VERSIONS = ("v1", "v2")
"""Version segments that may stand before any resource. All of them mean the same. Source: Netflix Version."""
UNVERSIONED = "healthcheck"
"""The one resource that Netflix serves without a version segment only. Source: Netflix HealthCheckResource."""
SUB_RESOURCES = ("status", "metadata")


class EurekaRouter(CompiledRouter):
    """Routes on the raw path, below `base_path`, and decodes each segment afterwards: an id may hold `%2F`.

    One trailing slash is as good as none, and repeated slashes count as one: clients build such paths, and follow no
    redirects. A slash that a client left raw in an id is taken as part of the id.
    """

    def __init__(self, base_path: str) -> None:
        super().__init__()
        self._base = _segments(base_path)

    def find(self, uri: str, req: falcon.Request | None = None) -> Any:
        """Return what `falcon.App` wants to know of a route, or None. Source: falcon.routing.CompiledRouter.find."""
        segments = _segments(uri if req is None else raw_path(req))
        if segments[: len(self._base)] != self._base:
            return None
        segments = segments[len(self._base) :]
        if segments and segments[0].lower() in VERSIONS:
            segments = segments[1:]
            if segments[:1] == [UNVERSIONED]:
                return None
        found = super().find("/" + "/".join(_with_slashes_in_id(segments)), req)
        if found is None:
            return None
        resource, method_map, params, template = found
        try:
            decoded = {name: unquote(value, errors="strict") for name, value in params.items()}
        except UnicodeDecodeError:
            return None  # no name is spelled like that
        return resource, method_map, decoded, template

    def map_http_methods(self, resource: object, **kwargs: Any) -> Any:
        """Return the responders of a resource by method. Source: falcon.routing.CompiledRouter.map_http_methods."""
        return _AnyMethod(super().map_http_methods(resource, **kwargs))


class _AnyMethod(dict[str, Any]):
    """A method map that answers 405 to methods that it never heard of, as to PATCH."""

    def __missing__(self, method: str) -> Any:
        return self["TRACE"]


def raw_path(req: falcon.Request) -> str:
    """Return the path as it stood in the request line, percent-encoded; encoded again if the server hides that."""
    raw: str | None = req.env.get("RAW_URI") or req.env.get("REQUEST_URI")
    if raw is None:
        return quote(req.path)
    path = raw.partition("?")[0].partition("#")[0]
    if "://" in path and not path.startswith("/"):  # the absolute form of a request line
        path = "/" + path.partition("://")[2].partition("/")[2]
    return path


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _with_slashes_in_id(segments: Sequence[str]) -> Sequence[str]:
    """Return `apps/APP/a/b` as `apps/APP/a%2Fb`: some clients leave the slash of an id as it is."""
    if len(segments) <= 3 or segments[0] != "apps":
        return segments
    head, rest, tail = segments[:2], segments[2:], segments[-1:]
    if segments[-1] in SUB_RESOURCES:
        return [*head, "%2F".join(rest[:-1]), *tail]
    return [*head, "%2F".join(rest)]
