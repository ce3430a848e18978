"""Exchanges recorded from real servers, clients and peers, one JSON object a line in `recordings/`.

`netflix-2.0.6.jsonl`: a plain Netflix server's answers to a fixed sequence of requests; later answers depend on earlier
requests. `before` holds what happened between the exchanges: requests that only prepare, and pauses.
`java-clients.jsonl`, `java-peer.jsonl`: what unmodified Java clients and a Java peer send.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

RECORDINGS = Path(__file__).parent / "recordings"


@dataclass(frozen=True)
class Request:
    """What was sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(frozen=True)
class Response:
    """What was answered; the body with its gzip undone, None where the recording left it out."""

    status: int
    headers: Mapping[str, str]
    body: str | None


@dataclass(frozen=True)
class Pause:
    """Time that passes between exchanges."""

    seconds: float


@dataclass(frozen=True)
class Exchange:
    """One recorded exchange."""

    number: int
    name: str
    before: tuple[Request | Pause, ...]
    request: Request
    response: Response

    def __str__(self) -> str:
        return f"{self.number:03d}-{self.name}"


@lru_cache
def exchanges(recording: str) -> tuple[Exchange, ...]:
    """Return the exchanges of one recording in their order."""
    lines = (RECORDINGS / f"{recording}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_exchange(json.loads(line)) for line in lines)


def _exchange(line: Mapping[str, Any]) -> Exchange:
    response = line["response"]
    return Exchange(
        number=line["number"],
        name=line["name"],
        before=tuple(_step(step) for step in line.get("before", ())),
        request=_request(line["request"]),
        response=Response(
            response["status"], response["headers"], response.get("body_gunzipped", response.get("body"))
        ),
    )


def _step(step: Mapping[str, Any]) -> Request | Pause:
    return Pause(step["sleep_s"]) if "sleep_s" in step else _request(step)


def _request(request: Mapping[str, Any]) -> Request:
    body = request.get("body")
    packed = request.get("body_base64")
    return Request(
        method=request["method"],
        path=request["path"],
        headers=request["headers"],
        body=base64.b64decode(packed) if packed else None if body is None else body.encode(),
    )
