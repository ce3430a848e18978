"""Knowing when a request is wholly here, so that no thread has to wait for the rest of it."""

from __future__ import annotations

import contextlib
import re
import socket
import time
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders
from gunicorn.http.unreader import SocketUnreader

MOST_HELD_BYTES = 65_535
"""Requests up to this size are awaited without a thread; gunicorn skips no longer unread body than this, either."""
LONGEST_LINE_BYTES = 8190
"""The longest request line, which is the longest that gunicorn can be told: it holds ids of 5,000 characters."""
MOST_PAUSES = 3
"""How many of the longest pauses a whole request may take: a byte now and then must not hold a connection for ever."""

_LEAVE = b"HTTP/1.1 100 Continue\r\n\r\n"
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*(?=\r\n)", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:(?![ \t]*100-continue[ \t]*\r\n)", re.IGNORECASE)
_EXPECTS_LEAVE = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)


class ClientBytes(SocketUnreader):  # type: ignore[misc]
    """What a client has sent. A client that pauses too long counts as one that has gone."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.is_whole = False
        self.is_over = False
        self.has_given_leave = False
        self.patience_s = float("inf")
        self.give_up_at = float("inf")
        self._is_begun = False
        self._is_head_too_long = False
        self._chunks = _ChunkScan()

    def end_request(self) -> None:
        """Be ready for the next request, whose time begins anew."""
        self._is_begun = self.has_given_leave = self._is_head_too_long = False
        self.give_up_at = float("inf")
        self._chunks = _ChunkScan()

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return the next bytes, or none at the end. Raises: LimitRequestHeaders."""
        if self._is_head_too_long:
            raise LimitRequestHeaders("limit request head size")
        if self.is_over or time.monotonic() > self.give_up_at:
            self.is_over = True
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
        """Say whether a request is here, as far as it is awaited. Who waits for leave to send the body gets it."""
        if not self._is_begun:
            self._is_begun = True
            self.give_up_at = time.monotonic() + self.patience_s
        held = self.buf.getvalue()
        is_long = len(held) > MOST_HELD_BYTES
        self.is_whole = not is_long and is_whole_request(held, self._chunks)
        self._is_head_too_long = is_long and _END_OF_HEAD not in held
        if self.is_whole or is_long or is_not_awaited(held):
            return True
        if not self.has_given_leave and expects_leave(held):
            self._give_leave()
        return False

    def is_left_clean(self, body: Any) -> bool:
        """Say whether another request can follow on this connection, now that the application is done with this one."""
        if self.is_over or body.failed:
            return False
        unread = getattr(body.reader, "length", 0) or getattr(body.reader, "parser", None)
        return self.is_whole or not unread

    def _give_leave(self) -> None:
        self.has_given_leave = True
        self.sock.setblocking(False)
        with contextlib.suppress(OSError):  # whoever takes not even this waits until time is up
            self.sock.send(_LEAVE)


class _ChunkScan:
    """Looks for the last chunk. It goes on where it was, or a body in tiny pieces would cost their number squared."""

    def __init__(self) -> None:
        self._at = 0

    def finds_last(self, held: bytes, body_at: int) -> bool:
        """Say whether all chunks are here, of a body that begins at `body_at`."""
        self._at = max(self._at, body_at)
        while (end := held.find(b"\r\n", self._at)) >= 0:
            try:
                size = int(held[self._at : end].partition(b";")[0], 16)
            except ValueError:
                return True  # it ends here, by gunicorn's refusal
            if size <= 0:
                return size < 0 or held.find(_END_OF_HEAD, end) >= 0
            self._at = end + 2 + size + 2
        return False


def is_whole_request(held: bytes, chunks: _ChunkScan | None = None) -> bool:
    """Say whether this begins with a whole request. A wrong answer costs time only: gunicorn reads it on its own.

    `chunks`: what is known from less of the same request.
    """
    end = held.find(_END_OF_HEAD)
    if end < 0:
        return False
    if _CHUNKED.search(held, 0, end + 2):
        return (chunks or _ChunkScan()).finds_last(held, end + len(_END_OF_HEAD))
    length = _LENGTH.search(held, 0, end + 2)
    return len(held) >= end + len(_END_OF_HEAD) + (int(length[1]) if length else 0)


def is_not_awaited(held: bytes) -> bool:
    """Say whether the rest will be refused, or is too long to hold."""
    end = held.find(_END_OF_HEAD)
    if end < 0:
        return len(held) > LONGEST_LINE_BYTES + 2 and b"\r\n" not in held
    length = _LENGTH.search(held, 0, end + 2)
    if length and (_CHUNKED.search(held, 0, end + 2) or end + int(length[1]) > MOST_HELD_BYTES):
        return True
    return _EXPECTS.search(held, 0, end + 2) is not None


def expects_leave(held: bytes) -> bool:
    """Say whether a client sends the body only when told to go on. Source: RFC 9110, 10.1.1."""
    end = held.find(_END_OF_HEAD)
    if end < 0 or not held[: held.find(b"\r\n")].endswith(b" HTTP/1.1"):
        return False
    return _EXPECTS_LEAVE.search(held, 0, end + 2) is not None
