"""A refusal as an HTTP answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

from eureka_py.admission.admitted import Refusal

REASON_HEADER = "X-Eureka-Refusal"


class RefusalAnswer(NamedTuple):
    """What goes out. `body` is plain text."""

    status_line: str
    headers: list[tuple[str, str]]
    body: bytes


def answer_to(refusal: Refusal, method: str) -> RefusalAnswer:
    """Return the answer to a refused request.

    A PUT or DELETE gets no body, but has the sentence in a header: Eureka's clients take the body of any answer to a
    heartbeat for an instance, and stumble over it.
    """
    status = HTTPStatus(refusal.status)
    body = b"" if method in ("PUT", "DELETE") else refusal.sentence.encode()
    headers = [*refusal.headers, (REASON_HEADER, refusal.sentence), ("Content-Length", str(len(body)))]
    if body:
        headers.append(("Content-Type", "text/plain; charset=utf-8"))
    return RefusalAnswer(f"{status.value} {status.phrase}", headers, b"" if method == "HEAD" else body)
