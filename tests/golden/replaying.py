"""Sending recorded requests to a node in this process."""

from __future__ import annotations

import gzip
from typing import Any

from falcon import testing

from eureka_py.app import Node, build_node
from eureka_py.config import Config
from eureka_py.testing import FakeClock
from tests.client import Client
from tests.golden.recording import Request

RECORDED_AT_MS = 1_795_249_315_000


def a_node(config: Config | None = None) -> tuple[Node, FakeClock, Client]:
    """Return a fresh node, its clock, which stands near the time of the recordings, and a client of it."""
    clock = FakeClock(wall_ms=RECORDED_AT_MS)
    node = build_node(config or Config(), clock=clock)
    return node, clock, Client(node.wsgi)


def send(client: Client, request: Request) -> testing.Result:
    """Send one request as it was recorded."""
    path, _, query = request.path.partition("?")
    headers = {name: value for name, value in request.headers.items() if name.lower() != "content-length"}
    body: Any = request.body
    if headers.get("Transfer-Encoding") == "chunked":  # a server undoes the chunks, and says where the body ends
        return client.simulate_request(
            request.method, path, query_string=query, headers=headers, body=body, extras={"wsgi.input_terminated": True}
        )
    return client.simulate_request(request.method, path, query_string=query, headers=headers, body=body)


def text_of(answer: testing.Result) -> str:
    """Return the body of an answer with its gzip undone."""
    content = answer.content
    if answer.headers.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
    return content.decode()
