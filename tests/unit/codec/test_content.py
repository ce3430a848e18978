from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.codec import JSON, XML, Codec, TooLargeError, content_of, plain_body
from eureka_py.codec import gzip as gzipped
from eureka_py.errors import DecodeError
from tests.unit.codec.strategies import QUICK


@pytest.mark.parametrize(
    ("content_type", "codec", "charset"),
    [
        ("application/json", JSON, None),
        ("Application/JSON", JSON, None),
        ("application/json;charset=UTF-8", JSON, "utf-8"),
        ('application/json; boundary=x; Charset="utf8"', JSON, "utf-8"),
        ("application/json;charset=ISO-8859-1", JSON, "iso8859-1"),
        ("application/xml", XML, None),
        ("application/xml; charset=latin1", XML, "iso8859-1"),
    ],
)
def test_the_content_type_names_the_codec(content_type: str, codec: Codec, charset: str | None) -> None:
    assert content_of(content_type, b"") == (codec, charset)
    assert content_of(content_type, b"anything") == (codec, charset)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/xml",
        "application/x-www-form-urlencoded",
        "application/vnd.x+json",
        "json",
        "application/jsonx",
        "application/json;charset=utf-16",
        "application/xml;charset=nonsense",
        "application/json;charset=",
        "*/*;charset=\x00",
    ],
)
def test_another_type_or_charset_is_unsupported(content_type: str) -> None:
    assert content_of(content_type, b'{"instance":{}}') is None


@pytest.mark.parametrize("content_type", [None, "", " ", ";x", "*/*"])
def test_without_a_type_the_first_character_decides(content_type: str | None) -> None:
    assert content_of(content_type, b'{"instance":{}}') == (JSON, None)
    assert content_of(content_type, b"\xef\xbb\xbf \r\n<instance/>") == (XML, None)
    assert content_of(content_type, b"") is None
    assert content_of(content_type, b"[]") is None


def test_the_type_is_believed_over_the_body() -> None:
    assert content_of("application/xml", b'{"instance":{}}') == (XML, None)


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", " x-gzip "])
def test_a_gzipped_body_is_inflated(encoding: str) -> None:
    assert plain_body(gzip.compress(b"plain"), encoding, limit_bytes=5, gzip_ratio=1) == b"plain"


@pytest.mark.parametrize("encoding", [None, "", "identity", "deflate", "br"])
def test_another_encoding_is_ignored(encoding: str | None) -> None:
    assert plain_body(b"plain", encoding, limit_bytes=5, gzip_ratio=1) == b"plain"


def test_a_body_may_not_be_larger_than_the_limit_inflated_or_not() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    for body, encoding in ((b"plain", None), (gzip.compress(b"plain"), "gzip"), (bomb, "gzip")):
        with pytest.raises(TooLargeError) as caught:
            plain_body(body, encoding, limit_bytes=4, gzip_ratio=1)
        assert caught.value.reason == "Request body larger than 4 bytes"
    assert plain_body(gzip.compress(b""), "gzip", limit_bytes=0, gzip_ratio=1) == b""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"plain",
        b"\x1f\x8b",
        gzip.compress(b"plain")[:-1],
        gzip.compress(b"plain")[:-8] + bytes(8),
        gzip.compress(b"plain") + b"more",
        gzip.compress(b"plain") * 2,
        zlib.compress(b"plain"),
    ],
)
def test_gzip_that_is_not_one_whole_member_is_refused(body: bytes) -> None:
    with pytest.raises(DecodeError):
        plain_body(body, "gzip", limit_bytes=1000, gzip_ratio=1)


@QUICK
@given(st.binary(), st.integers(0, 9))
def test_what_is_compressed_is_inflated_by_anyone(data: bytes, level: int) -> None:
    packed = gzipped(data, level)
    assert gzip.decompress(packed) == data
    assert plain_body(packed, "gzip", limit_bytes=len(data), gzip_ratio=1) == data
    assert gzipped(data, level) == packed


def test_gzip_may_make_a_mebibyte_of_anything_and_beyond_that_a_multiple_of_itself() -> None:
    for size in (1_000, 2**20):
        assert len(plain_body(gzip.compress(bytes(size)), "gzip", limit_bytes=10**8, gzip_ratio=1)) == size
    packed = gzip.compress(bytes(2**21))
    ratio = -(-(2**21) // len(packed))
    assert len(plain_body(packed, "gzip", limit_bytes=10**8, gzip_ratio=ratio)) == 2**21
    with pytest.raises(TooLargeError) as caught:
        plain_body(packed, "gzip", limit_bytes=10**8, gzip_ratio=ratio - 1)
    assert caught.value.reason == f"Request body more than {ratio - 1} times larger than its gzip"
