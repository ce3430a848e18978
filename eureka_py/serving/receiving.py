"""Knowing when a request is wholly here, so that no thread has to wait for the rest of it."""

from __future__ import annotations

import re
import socket
from typing import Any

from gunicorn.http.unreader import SocketUnreader

MOST_HELD_BYTES = 65_535
"""Requests up to this size are awaited without a thread; gunicorn skips no longer unread body than this, either."""
LONGEST_LINE_BYTES = 8190
"""The longest request line, which is the longest that gunicorn can be told: it holds ids of 5,000 characters."""

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*(?=\r\n)", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:", re.IGNORECASE)


class ClientBytes(SocketUnreader):  # type: ignore[misc]
    """What a client has sent. A client that pauses too long counts as one that has gone."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.is_whole = False
        self.is_over = False

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return the next bytes, or none at the end."""
        if self.is_over:
            return b""
        try:
            received: bytes = super().chunk(size_hint)
        except BlockingIOError:  # the receive timeout of the socket
            received = b""
        self.is_over = not received
        return received

    def is_empty(self) -> bool:
        """Say whether nothing is held here."""
        return not self.buf.getbuffer().nbytes

    def take_in(self) -> bool:
        """Hold what is there, without waiting, and say whether there will be more. Raises: BlockingIOError, OSError."""
        received = self.sock.recv(MOST_HELD_BYTES, socket.MSG_DONTWAIT)
        self.buf.seek(0, 2)
        self.buf.write(received)
        return bool(received)

    def needs_a_thread(self) -> bool:
        """Say whether a request is here, as far as it is awaited."""
        held = self.buf.getvalue()
        self.is_whole = len(held) <= MOST_HELD_BYTES and is_whole_request(held)
        return self.is_whole or len(held) > MOST_HELD_BYTES or is_not_awaited(held)

    def is_left_clean(self, body: Any) -> bool:
        """Say whether another request can follow on this connection, now that the application is done with this one."""
        if self.is_over or body.failed:
            return False
        unread = getattr(body.reader, "length", 0) or getattr(body.reader, "parser", None)
        return self.is_whole or not unread


def is_whole_request(held: bytes) -> bool:
    """Say whether this begins with a whole request. A wrong answer costs time only: gunicorn reads it on its own."""
    end = held.find(_END_OF_HEAD)
    if end < 0:
        return False
    if _CHUNKED.search(held, 0, end + 2):
        return _has_last_chunk(held, end + len(_END_OF_HEAD))
    length = _LENGTH.search(held, 0, end + 2)
    return len(held) >= end + len(_END_OF_HEAD) + (int(length[1]) if length else 0)


def is_not_awaited(held: bytes) -> bool:
    """Say whether the rest will be refused, comes only after an answer, or is too long to hold."""
    end = held.find(_END_OF_HEAD)
    if end < 0:
        return len(held) > LONGEST_LINE_BYTES + 2 and b"\r\n" not in held
    length = _LENGTH.search(held, 0, end + 2)
    if length and (_CHUNKED.search(held, 0, end + 2) or end + int(length[1]) > MOST_HELD_BYTES):
        return True
    return _EXPECTS.search(held, 0, end + 2) is not None


def _has_last_chunk(held: bytes, at: int) -> bool:
    while (end := held.find(b"\r\n", at)) >= 0:
        try:
            size = int(held[at:end].partition(b";")[0], 16)
        except ValueError:
            return True  # it ends here, by gunicorn's refusal
        if size <= 0:
            return size < 0 or held.find(_END_OF_HEAD, end) >= 0
        at = end + 2 + size + 2
    return False
