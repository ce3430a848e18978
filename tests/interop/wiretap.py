"""A relay between one client and the server that passes every byte on as it is, and reads along.

So a test can tell a full fetch from a delta, or a heartbeat with a body from one without, whoever the client is.
Requests are found by their heads. Answers pair with them by order, which holds as long as nobody pipelines.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from urllib.parse import unquote, urlsplit

_HEADERS = rb"\r\n((?:[^\r\n]+\r\n)*)\r\n"
_REQUEST_HEAD = re.compile(rb"(GET|PUT|POST|DELETE|HEAD|OPTIONS) (\S+) HTTP/1\.[01]" + _HEADERS)
_FINAL_ANSWER_HEAD = re.compile(rb"HTTP/1\.[01] ([2-5]\d\d)[^\r\n]*" + _HEADERS)
_CONNECT_S = 5.0
_JOIN_S = 5.0


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and its answer. Header names are lower-case."""

    method: str
    path: str
    """Decoded, without the query."""
    query: str
    headers: Mapping[str, str]
    body: bytes
    status: int
    answer_headers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class _Request:
    method: str
    target: str
    headers: Mapping[str, str]
    body_at: int


@dataclass(frozen=True, kw_only=True)
class _Answer:
    number: int
    status: int
    headers: Mapping[str, str]


class _Conversation:
    """The bytes of one connection, both ways. `numbers` counts the answers of all connections, in order of arrival."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self._numbers = numbers
        self._lock = threading.Lock()
        self._sent = b""
        self._answered = b""
        self._requests: list[_Request] = []
        self._answers: list[_Answer] = []
        self._searched_sent = 0
        self._searched_answered = 0

    def add_sent(self, data: bytes) -> None:
        with self._lock:
            self._sent += data
            for head in _REQUEST_HEAD.finditer(self._sent, self._searched_sent):
                headers = _headers_of(head[3])
                self._requests.append(
                    _Request(method=head[1].decode(), target=head[2].decode(), headers=headers, body_at=head.end())
                )
                self._searched_sent = head.end()

    def add_answered(self, data: bytes) -> None:
        with self._lock:
            self._answered += data
            for head in _FINAL_ANSWER_HEAD.finditer(self._answered, self._searched_answered):
                number = next(self._numbers)
                self._answers.append(_Answer(number=number, status=int(head[1]), headers=_headers_of(head[2])))
                self._searched_answered = head.end()

    def exchanges(self) -> list[tuple[int, Exchange]]:
        """Return the answered requests, each after the number of its answer."""
        with self._lock:
            pairs = zip(self._requests, self._answers, strict=False)
            return [(answer.number, self._exchange_locked(request, answer)) for request, answer in pairs]

    def _exchange_locked(self, request: _Request, answer: _Answer) -> Exchange:
        target = urlsplit(request.target)
        length = int(request.headers.get("content-length", "0"))
        return Exchange(
            method=request.method,
            path=unquote(target.path),
            query=target.query,
            headers=request.headers,
            body=self._sent[request.body_at : request.body_at + length],
            status=answer.status,
            answer_headers=answer.headers,
        )


class Wiretap:
    """Listens on a port of its own and relays to the server behind `server_url`."""

    def __init__(self, server_url: str) -> None:
        target = urlsplit(server_url)
        self._target = (target.hostname or "", target.port or 80)
        self._base_path = target.path.rstrip("/")
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._conversations: list[_Conversation] = []
        self._numbers = itertools.count()
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._is_open = True
        self._run(self._accept)

    @property
    def url(self) -> str:
        """What to give to the client as the server's address."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}{self._base_path}"

    def exchanges(self, method: str, path: str) -> list[Exchange]:
        """Return the requests with this method and path, counted from the server's base, as they were answered."""
        wanted = (method, self._base_path + path)
        return [e for e in self._all_exchanges() if (e.method, e.path) == wanted]

    def summary(self) -> list[str]:
        """Return one line per answered request."""
        return [f"{e.method} {e.path} -> {e.status}" for e in self._all_exchanges()]

    def close(self) -> None:
        """Hang up on both sides and wait for the relaying threads."""
        with self._lock:
            self._is_open = False
            sockets = list(self._sockets)
        _hang_up(self._listener)  # wakes the thread that sits in accept()
        for one in sockets:
            _hang_up(one)
        for thread in self._threads:
            thread.join(_JOIN_S)
        for one in (self._listener, *sockets):
            one.close()

    def _all_exchanges(self) -> list[Exchange]:
        with self._lock:
            conversations = list(self._conversations)
        numbered = [pair for conversation in conversations for pair in conversation.exchanges()]
        return [exchange for _, exchange in sorted(numbered, key=itemgetter(0))]

    def _run(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return  # closed
            try:
                far = socket.create_connection(self._target, timeout=_CONNECT_S)
            except OSError:
                near.close()  # to the client it is the server that does not answer
                continue
            self._relay(near, far)

    def _relay(self, near: socket.socket, far: socket.socket) -> None:
        far.settimeout(None)
        for one in (near, far):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        conversation = _Conversation(self._numbers)
        with self._lock:
            self._conversations.append(conversation)
            self._sockets.update((near, far))
            if not self._is_open:
                _hang_up(near)
                _hang_up(far)
        self._run(_pump, near, far, conversation.add_sent)
        self._run(_pump, far, near, conversation.add_answered)


def _pump(source: socket.socket, sink: socket.socket, note: Callable[[bytes], None]) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            note(data)
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _hang_up(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


def _headers_of(lines: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines.decode("latin-1").splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
