"""Falcon's test client, for answers that have no Content-Type."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from falcon import testing

NONE = "application/x-none"


class Client(testing.TestClient):
    """Drives any WSGI application.

    Falcon checks each answer by `wsgiref.validate`, which wants a Content-Type on all but 204 and 304. An empty answer
    of a Eureka server has none, so one is put in for the check and taken out of the result.
    """

    def __init__(self, wsgi: Callable[..., Iterable[bytes]]) -> None:
        super().__init__(_with_content_type(wsgi))

    def simulate_request(self, *args: Any, **kwargs: Any) -> testing.Result:
        """Send one request."""
        result: testing.Result = super().simulate_request(*args, **kwargs)
        if result.headers.get("content-type") == NONE:
            del result.headers["content-type"]
        return result


def _with_content_type(wsgi: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if not any(name.lower() == "content-type" for name, _ in headers) and status[:3] not in ("204", "304"):
                headers = [*headers, ("Content-Type", NONE)]
            return start_response(status, headers, exc_info)

        return wsgi(environ, start)

    return app
