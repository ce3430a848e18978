"""gunicorn's worker with threads, in which slow clients take no thread and a stop turns nobody away.

gunicorn waits in its few threads for requests to arrive, TLS handshakes included, and in its main loop for clients to
hang up: a handful of clients that stand still would stop all. Here all of it waits in the poller.
"""

from __future__ import annotations

import contextlib
import errno
import re
import socket
import ssl
import struct
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from gunicorn import sock as gunicorn_sock
from gunicorn.http import errors, get_parser
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

from eureka_py.serving.receiving import MOST_PAUSES, ClientBytes
from eureka_py.serving.receiving_tls import TlsClientBytes

HANG_UP_S = 2.0
"""How long a client may take to hang up after its last answer: closing earlier could cut that answer off."""
SWEEP_S = 0.2
"""How often connections whose time is over are looked for, at most."""

_HOST = re.compile(r"[^\s/?#@\\,]*")
_STATUS_BY_ERROR = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.ForbiddenProxyRequest: HTTPStatus.FORBIDDEN,
}
_OF_THE_APPLICATION = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)


class PatientThreadWorker(ThreadWorker):  # type: ignore[misc]
    """A thread gets a connection once a request is there. Methods without underscore are gunicorn's."""

    sockets: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request_timeout_s = 10
        self.before_stop: Callable[[], object] = bool
        self._swept_at = 0.0
        self._shaking_hands: dict[Any, None] = {}
        self._receiving: dict[Any, None] = {}
        self._hanging_up: dict[Any, None] = {}

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop gently: TERM. Runs between any two instructions, so it only sets flags."""
        self.before_stop()
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """Stop at once: QUIT and INT."""
        self.before_stop()
        super().handle_quit(sig, frame)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Begin or cease to accept connections; when stopping, for good.

        Who has connected by then is served. Who comes later is refused at once, rather than reset when we are gone;
        or waits for the next worker, if a master still holds the socket, as it does for HUP and USR2.
        """
        super().set_accept_enabled(enabled and self.alive)
        if self.alive:
            return
        for listener in self.sockets:
            listener.setblocking(False)
            self._accept_the_waiting(listener)
            listener.close()
        self.sockets = []

    def enqueue_req(self, conn: Any) -> None:
        """Hand a connection to a thread if its request is here, and wait for it otherwise."""
        if not self._is_ours():
            super().enqueue_req(conn)
            return
        if conn.parser is None:
            if self.cfg.is_ssl and not self._has_shaken_hands(conn):
                return
            self._prepare(conn)
        received = conn.parser.unreader
        if received.is_empty() or not received.needs_a_thread():
            try:
                is_open = received.take_in()
            except BlockingIOError:
                self._await_request(conn)
                return
            except OSError:
                is_open = False
            if not is_open:
                self._drop(conn)
                return
            if not received.needs_a_thread():
                self._await_request(conn)
                return
        conn.data_ready = True
        super().enqueue_req(conn)

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Answer a request, in a thread; say whether the connection may go on. Raises: InvalidHeader."""
        if not _has_host(req):
            raise errors.InvalidHeader("HOST", req=req)
        if getattr(conn.parser.unreader, "has_given_leave", False):
            req._expected_100_continue = False
        try:
            return bool(super().handle_request(req, conn))
        except (BlockingIOError, ssl.SSLError):  # the send timeout of the socket, as TLS says it
            self.log.debug("Closing connection, its client takes no answer.")
            return False

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Go on with a connection after its answer: close it without waiting in the main loop, or keep it."""
        is_last = not fs.cancelled() and fs.exception() is None and fs.result() is False
        if is_last and self._is_ours():
            self._hang_up(conn)
        else:
            super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Close connections whose time is over; gunicorn calls this at least once a second."""
        super().murder_pending()
        now = time.monotonic()
        if now < self._swept_at + SWEEP_S:
            return
        self._swept_at = now
        for waiting in (self._shaking_hands, self._receiving, self._hanging_up):
            for conn in [one for one in waiting if one.timeout <= now]:
                self._drop(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer what cannot be answered otherwise: a status and nothing more, for clients parse any body."""
        if not self._is_ours():
            super().handle_error(req, client, addr, exc)
            return
        status = _status_of(exc)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("Error handling request %s", getattr(req, "uri", "unread"), exc_info=exc)
        else:
            self.log.debug("request refused status=%d reason=%s", status, exc)
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        try:
            client.sendall(head.encode())
        except OSError:
            self.log.debug("Failed to send error message.")

    def _cap_keepalive(self, deadline: float) -> None:
        super()._cap_keepalive(deadline)
        for conn in (*self._shaking_hands, *self._receiving):
            conn.timeout = min(conn.timeout, deadline)

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        goes_on = bool(super()._keepalive_after(conn, keepalive))
        received = conn.parser.unreader
        if isinstance(received, ClientBytes):
            goes_on = goes_on and not received.is_over
            received.end_request()
        return goes_on

    def _is_ours(self) -> bool:
        """Say whether only HTTP/1 is spoken. The others, if gunicorn is told so, go gunicorn's way."""
        is_http1 = self.cfg.http_protocols == ["h1"]
        return bool(is_http1 and self.cfg.http2_cleartext == "off" and self.cfg.protocol == "http")

    def _accept_the_waiting(self, listener: Any) -> None:
        for _ in range(self.cfg.backlog):
            before = self.nr_conns
            self.accept(listener)
            if self.nr_conns == before or self.nr_conns >= self.worker_connections:
                return

    def _has_shaken_hands(self, conn: Any) -> bool:
        """Take the handshake of TLS as far as it goes without waiting, and say whether it is done."""
        try:
            if conn not in self._shaking_hands:
                conn.timeout = time.monotonic() + (self.request_timeout_s if self.alive else STOP_KEEPALIVE_LINGER)
                conn.sock = gunicorn_sock.ssl_wrap_socket(conn.sock, self.cfg)
                self._shaking_hands[conn] = None
            conn.sock.do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as ex:
            event = EVENT_WRITE if isinstance(ex, ssl.SSLWantWriteError) else EVENT_READ
            self.poller.register(conn.sock, event, partial(self._on_handshake, conn))
            return False
        except OSError as ex:
            self.log.debug("Closing connection, no TLS came about: %s", ex)
            self._shaking_hands.pop(conn, None)
            self._drop(conn)
            return False
        del self._shaking_hands[conn]
        return True

    def _on_handshake(self, conn: Any, _client: Any) -> None:
        self.poller.unregister(conn.sock)
        self.enqueue_req(conn)

    def _prepare(self, conn: Any) -> None:
        patience = struct.pack("ll", self.request_timeout_s, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        conn.parser = get_parser(self.cfg, conn.sock, conn.client)
        conn.parser.unreader = (TlsClientBytes if self.cfg.is_ssl else ClientBytes)(conn.sock)
        conn.parser.unreader.patience_s = MOST_PAUSES * self.request_timeout_s

    def _await_request(self, conn: Any) -> None:
        """Wait in the poller for a request, or the rest of it."""
        now = time.monotonic()
        if conn.parser.unreader.is_empty() and self.cfg.keepalive and self.alive:
            conn.timeout = now + self.cfg.keepalive
            self.keepalived_conns.append(conn)
            on_readable = partial(self.on_client_socket_readable, conn)
        else:
            pause_s = self.request_timeout_s if self.alive else STOP_KEEPALIVE_LINGER
            conn.timeout = min(now + pause_s, conn.parser.unreader.give_up_at)
            self._receiving[conn] = None
            on_readable = partial(self._on_more, conn)
        self.poller.register(conn.sock, EVENT_READ, on_readable)

    def _on_more(self, conn: Any, _client: Any) -> None:
        self.poller.unregister(conn.sock)
        del self._receiving[conn]
        self.enqueue_req(conn)

    def _hang_up(self, conn: Any) -> None:
        try:
            _say_goodbye(conn.sock)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(conn)
            return
        conn.timeout = time.monotonic() + HANG_UP_S
        self._hanging_up[conn] = None
        self.poller.register(conn.sock, EVENT_READ, partial(self._on_hanging_up, conn))

    def _on_hanging_up(self, conn: Any, _client: Any) -> None:
        try:
            is_open = conn.sock.recv(65_536, socket.MSG_DONTWAIT)
        except OSError as ex:
            is_open = ex.errno == errno.EAGAIN
        if not is_open:
            self._drop(conn)

    def _drop(self, conn: Any) -> None:
        for waiting in (self._shaking_hands, self._receiving, self._hanging_up):
            if conn in waiting:
                del waiting[conn]
                self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()


def _say_goodbye(sock: socket.socket) -> None:
    """End TLS, so that the client can tell an end from a cut, without waiting for its own goodbye. Raises: OSError."""
    if isinstance(sock, ssl.SSLSocket):
        sock.setblocking(False)
        with contextlib.suppress(ssl.SSLError):
            sock.unwrap()


def _has_host(req: Any) -> bool:
    """Say whether a request names its host, as RFC 9112, 3.2 wants it: an empty one will do."""
    hosts = [value for name, value in req.headers if name == "HOST"]
    return all(_HOST.fullmatch(host) for host in hosts) and (bool(hosts) or req.version < (1, 1))


def _status_of(error: Exception) -> HTTPStatus:
    if isinstance(error, errors.ParseException) and not isinstance(error, _OF_THE_APPLICATION):
        return _STATUS_BY_ERROR.get(type(error), HTTPStatus.BAD_REQUEST)
    return HTTPStatus.INTERNAL_SERVER_ERROR
