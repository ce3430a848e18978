"""What stands between gunicorn and the application: bodies that break, and connections that end with an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gunicorn.http.errors import ParseException

from eureka_py.serving.receiving import ClientBytes
from eureka_py.serving.wsgi import StartResponse, WsgiApp


class LastAnswers:
    """Adds `Connection: close` when the worker stops, or a body was left unread, as late as that can be known.

    gunicorn drops that header if an application sets it, and asks itself only before the application runs.
    """

    def __init__(self, app: WsgiApp, worker: Any) -> None:
        self._app = app
        self._worker = worker

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does."""

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            response = start_response.__self__  # type: ignore[attr-defined]  # gunicorn's, whose method this is
            if not self._worker.alive or not _is_left_clean(response.req):
                response.force_close()
            return start_response(status, headers, exc_info)

        environ["wsgi.input"] = _Input(environ["wsgi.input"])
        return self._app(environ, start)


class _Input:
    """A request's body; one that breaks off or has bad chunks fails to be read, as any broken file does."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, all of them if that is negative. Raises: OSError."""
        try:
            return bytes(self._body.read() if size < 0 else self._body.read(size))
        except ParseException as ex:
            raise OSError(f"bad chunk: {ex!r}") from ex

    def __getattr__(self, name: str) -> Any:
        return getattr(self._body, name)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)


def _is_left_clean(req: Any) -> bool:
    received = getattr(req, "unreader", None)
    return not isinstance(received, ClientBytes) or received.is_left_clean(req.body)
