"""Connections on which a test sends what it likes, byte for byte."""

from __future__ import annotations

import socket

from tests.integration.serving.process import PATIENCE_S, Server


def dial(server: Server) -> socket.socket:
    """Return an open connection."""
    host, _, port = server.address.removeprefix("http://").rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE_S)


def answers_to(server: Server, sent: bytes) -> bytes:
    """Return all that is answered until the server closes the connection."""
    with dial(server) as connection:
        connection.sendall(sent)
        return rest_of(connection)


def rest_of(connection: socket.socket) -> bytes:
    """Return all that still comes until the server closes the connection, in good order or not. Closes it, too."""
    received = b""
    with connection:
        try:
            while data := connection.recv(65536):
                received += data
        except ConnectionResetError:
            received += b"(reset)"
    return received


def one_answer(connection: socket.socket) -> bytes:
    """Return one answer, whose body has a known length, in lower case."""
    received = b""
    while b"\r\n\r\n" not in received:
        data = connection.recv(65536)
        assert data, f"closed after {received!r}"
        received += data
    head, _, body = received.lower().partition(b"\r\n\r\n")
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def is_closed(connection: socket.socket) -> bool:
    """Wait until the server closes the connection, without another answer."""
    return rest_of(connection) == b""
