from __future__ import annotations

import pytest

from eureka_py.serving.receiving import MOST_HELD_BYTES, is_not_awaited, is_whole_request

GET = b"GET / HTTP/1.1\r\nHost: e\r\n\r\n"
POST = b"POST / HTTP/1.1\r\ncontent-length: 4\r\nHost: e\r\n\r\nbody"
CHUNKED_HEAD = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKED = CHUNKED_HEAD + b"4;x=y\r\nbody\r\nA\r\n0\r\n\r\n01234\r\n0\r\nTrailer: x\r\n\r\n"


@pytest.mark.parametrize("request_bytes", [GET, POST, CHUNKED])
def test_a_request_is_whole_with_its_last_byte(request_bytes: bytes) -> None:
    assert [is_whole_request(request_bytes[:end]) for end in range(len(request_bytes))] == [False] * len(request_bytes)
    assert is_whole_request(request_bytes)
    assert is_whole_request(request_bytes + GET)


@pytest.mark.parametrize("size", [b"", b"x", b"-4"])
def test_a_chunk_without_a_size_is_the_end(size: bytes) -> None:
    assert is_whole_request(CHUNKED_HEAD + size + b"\r\n")


@pytest.mark.parametrize(
    "begun",
    [
        b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % MOST_HELD_BYTES,
        b"POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET /" + bytes(9000),
    ],
)
def test_what_will_be_refused_or_comes_late_or_is_long_is_not_awaited(begun: bytes) -> None:
    assert is_not_awaited(begun)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nExpect: 1", POST[:-1], CHUNKED[:-1]])
def test_other_requests_are_awaited(begun: bytes) -> None:
    assert not is_not_awaited(begun)
