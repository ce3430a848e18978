from __future__ import annotations

import gzip
import io
from typing import Any

import falcon
import pytest
from falcon import testing

from eureka_py.codec import JSON, XML, TooLargeError
from eureka_py.config import LimitsConfig
from eureka_py.errors import DecodeError
from eureka_py.resources.body import BodyReader

LIMIT = 1000
READER = BodyReader(LimitsConfig(), limit_bytes=LIMIT)


class Socket(io.BytesIO):
    """A body that notes how much of it was read."""

    @property
    def bytes_read(self) -> int:
        return self.tell()


def a_request(sent: io.BytesIO | bytes, length: int | None = None, **environ: Any) -> falcon.Request:
    """Return a request as a server hands it over: without `length`, it said nothing of the body's."""
    says = testing.create_environ(method="POST")
    says["wsgi.input"] = sent if isinstance(sent, io.BytesIO) else io.BytesIO(sent)
    says.pop("CONTENT_LENGTH", None)
    if length is not None:
        says["CONTENT_LENGTH"] = str(length)
    return falcon.Request({**says, **environ})


def test_a_sized_body_is_read_up_to_its_length() -> None:
    assert READER.read(a_request(b'{"a":1}NEXT REQUEST', length=7)).data == b'{"a":1}'


def test_a_chunked_body_is_read_to_its_end() -> None:
    """Java peers send batches so, without a length: A2 of eureka-wire.md."""
    assert READER.read(a_request(b'{"a":1}', **{"wsgi.input_terminated": True})).data == b'{"a":1}'


@pytest.mark.parametrize("environ", [{}, {"CONTENT_LENGTH": ""}, {"CONTENT_LENGTH": "0"}])
def test_without_length_and_chunks_there_is_no_body(environ: dict[str, Any]) -> None:
    body = READER.read(a_request(b"NEXT REQUEST", **environ, CONTENT_TYPE="application/json"))
    assert body.data == b""


def test_no_body_of_no_type_is_no_supported_type() -> None:
    with pytest.raises(falcon.HTTPUnsupportedMediaType):
        READER.read(a_request(b""))


@pytest.mark.parametrize("length", ["x", "-1", "1.5", "²"])
def test_a_length_that_is_none_is_the_clients_fault(length: str) -> None:
    with pytest.raises(falcon.HTTPBadRequest):
        READER.read(a_request(b"{}", CONTENT_LENGTH=length))


@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT])
def test_a_body_may_be_as_long_as_the_limit(size: int) -> None:
    sent = b"{" * size
    assert READER.read(a_request(sent, length=size)).data == sent
    assert READER.read(a_request(sent, **{"wsgi.input_terminated": True})).data == sent
    packed = gzip.compress(sent)
    assert READER.read(a_request(packed, length=len(packed), HTTP_CONTENT_ENCODING="gzip")).data == sent


@pytest.mark.parametrize("size", [LIMIT + 1, 50 * LIMIT])
def test_a_longer_one_is_refused_and_not_read_further(size: int) -> None:
    for environ in ({"CONTENT_LENGTH": str(size)}, {"wsgi.input_terminated": True}):
        sent = Socket(b"{" * size)
        with pytest.raises(TooLargeError):
            READER.read(a_request(sent, **environ))
        assert sent.bytes_read == LIMIT + 1


def test_gzip_that_grows_beyond_the_limit_is_refused() -> None:
    packed = gzip.compress(b"{" * (LIMIT + 1))
    with pytest.raises(TooLargeError):
        READER.read(a_request(packed, length=len(packed), HTTP_CONTENT_ENCODING="gzip"))


def test_what_is_no_gzip_is_the_clients_fault() -> None:
    with pytest.raises(DecodeError):
        READER.read(a_request(b"{}", length=2, HTTP_CONTENT_ENCODING="gzip"))


@pytest.mark.parametrize("encoding", ["deflate", "identity", "br"])
def test_other_encodings_are_ignored(encoding: str) -> None:
    assert READER.read(a_request(b"{}", length=2, HTTP_CONTENT_ENCODING=encoding)).data == b"{}"


@pytest.mark.parametrize(
    ("content_type", "sent", "codec", "charset"),
    [
        ("application/json", b"{}", JSON, None),
        ("application/xml", b"{}", XML, None),
        ("application/json; charset=UTF-8", b"{}", JSON, "utf-8"),
        (None, b"{}", JSON, None),
        (None, b"<a/>", XML, None),
    ],
)
def test_the_type_says_how_to_read_a_body(content_type: str | None, sent: bytes, codec: Any, charset: str) -> None:
    environ = {} if content_type is None else {"CONTENT_TYPE": content_type}
    body = READER.read(a_request(sent, length=len(sent), **environ))
    assert (body.codec, body.charset) == (codec, charset)


@pytest.mark.parametrize("content_type", ["text/plain", "text/xml", "application/json; charset=utf-16", "json"])
def test_other_types_are_not_supported(content_type: str) -> None:
    with pytest.raises(falcon.HTTPUnsupportedMediaType):
        READER.read(a_request(b"<a/>", length=4, CONTENT_TYPE=content_type))


class BrokenSocket(io.BytesIO):
    """A body that ends before it should."""

    def read(self, size: int | None = -1) -> bytes:
        raise OSError("gone")


def test_a_body_that_breaks_off_is_refused() -> None:
    for request in (a_request(BrokenSocket(), length=7), a_request(BrokenSocket(), **{"wsgi.input_terminated": True})):
        with pytest.raises(DecodeError):
            READER.read(request)
