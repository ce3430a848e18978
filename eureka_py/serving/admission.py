"""Where requests meet the node's policy, whatever face they are for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from eureka_py.admission import Admission, Admitted, Outcome, Refusal
from eureka_py.admission.answers import answer_to
from eureka_py.admission.fetch_limit import IDENTITY_HEADER
from eureka_py.admission.guard import ADMITTED, REFUSAL, ROUTE
from eureka_py.clock import Clock
from eureka_py.serving.certificate import certificate_names
from eureka_py.serving.wsgi import StartResponse, WsgiApp

_UNPREFIXED = {"CONTENT-LENGTH": "CONTENT_LENGTH", "CONTENT-TYPE": "CONTENT_TYPE"}


class WsgiHead:
    """The head of a request as WSGI gives it."""

    __slots__ = ("_environ", "method", "path", "remote_address")

    def __init__(self, environ: dict[str, Any]) -> None:
        self._environ = environ
        self.method: str = environ["REQUEST_METHOD"]
        self.path: str = environ["PATH_INFO"]
        self.remote_address: str = environ.get("REMOTE_ADDR", "")

    def header(self, name: str) -> str | None:
        """Return a header's value, None if it was not sent."""
        name = name.upper()
        value: str | None = self._environ.get(_UNPREFIXED.get(name) or "HTTP_" + name.replace("-", "_"))
        return value

    def certificate_names(self) -> tuple[str, ...]:
        """Return whom the client's certificate names."""
        return certificate_names(self._environ.get("gunicorn.socket"))


class Gate:
    """Lets requests through to an application as admission says, and accounts for each."""

    def __init__(self, app: WsgiApp, admission: Admission, *, clock: Clock) -> None:
        self._app = app
        self._admission = admission
        self._clock = clock

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does, or with a refusal."""
        began_ns = self._clock.monotonic_ns()
        head = WsgiHead(environ)
        verdict = self._admission.admit(head)
        answered = _Answered(start_response)
        if isinstance(verdict, Refusal):
            answer = answer_to(verdict, head.method)
            answered.start(answer.status_line, answer.headers)
            body: Iterable[bytes] = [answer.body]
            environ[REFUSAL] = verdict.reason
        else:
            environ[ADMITTED] = verdict
            if head.header("X-Request-Id") == verdict.request_id:
                answered.echoed_id = verdict.request_id
            body = self._app(environ, answered.start)
        self._admission.account(self._outcome(environ, head, verdict, answered, began_ns))
        return body

    def _outcome(
        self,
        environ: dict[str, Any],
        head: WsgiHead,
        verdict: Admitted | Refusal,
        answered: _Answered,
        began_ns: int,
    ) -> Outcome:
        admitted = verdict if isinstance(verdict, Admitted) else None
        return Outcome(
            method=head.method,
            path=head.path,
            route=environ.get(ROUTE, ""),
            status=answered.status,
            response_bytes=answered.length,
            duration_ns=self._clock.monotonic_ns() - began_ns,
            address=admitted.address if admitted else self._admission.address_of(head),
            principal=admitted.principal.name if admitted else "",
            request_id=admitted.request_id if admitted else self._admission.request_id_of(head),
            client_name=head.header(IDENTITY_HEADER) or "",
            refusal=environ.get(REFUSAL),
        )


class _Answered:
    """Looks at an answer on its way out."""

    def __init__(self, start_response: StartResponse) -> None:
        self._start_response = start_response
        self.status = 0
        self.length = 0
        self.echoed_id = ""

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """Note status and length, and show the client its own id of the request."""
        self.status = int(status[:3])
        self.length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
        if self.echoed_id:
            headers = [*headers, ("X-Request-Id", self.echoed_id)]
        return self._start_response(status, headers, exc_info)
