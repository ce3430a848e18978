"""One connection to a real server: whatever one request does, the next is answered, and answered right."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.integration.eureka.eureka_node import JSON, a_registration
from tests.integration.serving.process import Server, connect

GZIP = {**JSON, "Content-Encoding": "gzip"}


@pytest.fixture
def connection(server: Server) -> Iterator[HTTPConnection]:
    """A connection that is not opened again by itself, with one instance registered."""
    connection = connect(server.address)
    connection.connect()
    connection.auto_open = 0
    ask(connection, "POST", "/apps/ORDERS", a_registration())
    yield connection
    connection.close()


def ask(
    connection: HTTPConnection, method: str, path: str, body: Any = None, headers: dict[str, str] = JSON, **options: Any
) -> tuple[int, bytes]:
    target = path if "://" in path.partition("?")[0] else f"/eureka{path}"
    connection.request(method, target, body=body, headers=headers, **options)
    answer = connection.getresponse()
    return answer.status, answer.read()


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("PUT", "/apps/ORDERS/i-1", "{}", JSON, 200),
        ("PUT", "/apps/ORDERS/unknown", "{}", JSON, 404),
        ("PUT", "/apps/ORDERS/i-1?lastDirtyTimestamp=x", "{}" * 20_000, JSON, 400),
        ("PUT", "/apps/ORDERS/i-1/metadata?k=v", "ignored", {}, 200),
        ("DELETE", "/apps/ORDERS/i-1", "{}", JSON, 200),
        ("GET", "/apps/ORDERS/i-1", "{}", JSON, 200),
        ("HEAD", "/apps", None, JSON, 200),
        ("HEAD", "/apps/UNKNOWN", None, JSON, 404),
        ("OPTIONS", "/apps", None, {}, 200),
        ("PATCH", "/apps", "{}" * 20_000, JSON, 405),
        ("POST", "/nowhere", "x" * 40_000, {}, 404),
        ("POST", "/apps/ORDERS", "x" * 100_000, {"Content-Type": "text/plain"}, 415),
        ("POST", "/apps/ORDERS", "x" * 100_000, JSON, 400),
        ("POST", "/apps/ORDERS", None, JSON, 400),
        ("POST", "/apps/ORDERS", a_registration(), JSON, 204),
        ("POST", "/apps/ORDERS", gzip.compress(a_registration().encode()), GZIP, 204),
    ],
)
def test_the_connection_goes_on(
    method: str, path: str, body: Any, headers: dict[str, str], status: int, connection: HTTPConnection
) -> None:
    answered, content = ask(connection, method, path, body, headers)
    assert answered == status
    assert bool(content) is (method == "GET" or (method == "POST" and status == 400))
    status, content = ask(connection, "GET", "/apps")
    assert status == 200
    assert json.loads(content)["applications"]


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_chunked_batch_is_carried_out(is_packed: bool, connection: HTTPConnection) -> None:
    """As Java peers send it: A2 of eureka-wire.md."""
    batch = json.dumps({"replicationList": [{"appName": "ORDERS", "id": "i-1", "action": "Heartbeat"}] * 100}).encode()
    sent = gzip.compress(batch) if is_packed else batch
    pieces = iter([sent[:7], sent[7:50], sent[50:]])
    headers = {**(GZIP if is_packed else JSON), "Transfer-Encoding": "chunked"}
    status, content = ask(connection, "POST", "/peerreplication/batch/", pieces, headers, encode_chunked=True)
    assert (status, len(json.loads(content)["responseList"])) == (200, 100)
    assert ask(connection, "PUT", "/apps/ORDERS/i-1") == (200, b"")


@pytest.mark.parametrize("is_chunked", [False, True])
def test_what_is_too_large_is_refused_and_the_server_goes_on(is_chunked: bool, server: Server) -> None:
    large = b"{" * 1_048_577
    connection = connect(server.address)
    headers = {**JSON, **({"Transfer-Encoding": "chunked"} if is_chunked else {})}
    body: Any = iter([large]) if is_chunked else large
    status, content = ask(connection, "POST", "/apps/LARGE", body, headers, encode_chunked=is_chunked)
    assert (status, content) == (413, b"Request body larger than 1048576 bytes")
    connection.close()
    connection = connect(server.address)
    assert ask(connection, "GET", "/apps/LARGE") == (404, b"")
    connection.close()


def test_the_raw_path_reaches_the_resources(connection: HTTPConnection) -> None:
    assert ask(connection, "POST", "/apps/ORDERS", a_registration("ORDERS", "a/b;c")) == (204, b"")
    for path in ("/apps/ORDERS/a%2Fb%3Bc", "//v2//apps/ORDERS/a/b;c/", "http://any.host/eureka/apps/ORDERS/a%2fb;c"):
        assert ask(connection, "PUT", path) == (200, b""), path


def test_two_requests_sent_at_once_are_answered_in_their_order(connection: HTTPConnection) -> None:
    lines = [b"%s /eureka/apps/ORDERS/i-1 HTTP/1.1\r\nHost: h\r\n\r\n" % method for method in (b"PUT", b"OPTIONS")]
    connection.sock.sendall(b"".join(lines))
    seen = b""
    while seen.count(b"\r\n\r\n") < 2:
        seen += connection.sock.recv(4096)
    first, second = seen.split(b"\r\n\r\n")[:2]
    assert b"Allow:" not in first.title()
    assert b"Allow:" in second.title()


def test_a_body_with_a_bad_chunk_is_refused_and_ends_the_connection(connection: HTTPConnection) -> None:
    connection.putrequest("POST", "/eureka/apps/ORDERS")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    connection.send(b"ZZ\r\nnonsense\r\n0\r\n\r\n")
    answer = connection.getresponse()
    assert answer.status == 400
    answer.read()
    assert answer.getheader("Connection") == "close"
