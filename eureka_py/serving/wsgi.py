"""Joining the faces into one WSGI application."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

StartResponse = Callable[..., Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Faces:
    """Sends a request to the face that its path belongs to: the longest prefix wins.

    A prefix names the path itself and all below it; `""` names all that is left; `/` alone names nothing below it.
    """

    def __init__(self, face_by_prefix: Mapping[str, WsgiApp]) -> None:
        by_length = sorted(face_by_prefix.items(), key=lambda face: -len(face[0]))
        self._faces = tuple(by_length)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the face does."""
        path: str = environ["PATH_INFO"]
        return self._face_for(path)(environ, start_response)

    def _face_for(self, path: str) -> WsgiApp:
        for prefix, face in self._faces:
            if path == prefix or prefix == "" or (prefix != "/" and path.startswith(prefix + "/")):
                return face
        raise LookupError(path)  # there is no face for "", which is a mistake in the composition
