"""What a request's body is: its plain bytes, and the codec that reads them."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from eureka_py.codec.base import Codec
from eureka_py.codec.compression import TooLargeError, gunzip
from eureka_py.codec.negotiation import JSON, XML

_CODECS: dict[str, Codec] = {codec.content_type: codec for codec in (JSON, XML)}
_CHARSETS = frozenset(("utf-8", "iso8859-1"))
"""By Python's names. Source: Netflix DiscoveryJerseyProvider.isSupportedCharset."""


class Content(NamedTuple):
    """How to read a body: `codec.decode_instance(body, charset=charset, ...)`."""

    codec: Codec
    charset: str | None


def content_of(content_type: str | None, body: bytes) -> Content | None:
    """Return how to read a body by its Content-Type, or by its first byte if it has none. None: unsupported (415)."""
    media_type, _, parameters = (content_type or "").partition(";")
    media_type = media_type.strip().lower()
    codec = _CODECS.get(media_type) if media_type not in ("", "*/*") else _sniffed(body)
    charset = _charset(parameters)
    if codec is None or (charset is not None and charset not in _CHARSETS):
        return None
    return Content(codec, charset)


def plain_body(body: bytes, content_encoding: str | None, *, limit_bytes: int, gzip_ratio: int) -> bytes:
    """Return a body without its gzip. Raises: TooLargeError, DecodeError.

    Any other encoding is ignored, as by Netflix: clients name them over plain bodies, and else the codec fails.
    """
    if (content_encoding or "").strip().lower() in ("gzip", "x-gzip"):
        return gunzip(body, limit_bytes=limit_bytes, ratio=gzip_ratio)
    if len(body) > limit_bytes:
        raise TooLargeError.of_bytes(limit_bytes)
    return body


def _sniffed(body: bytes) -> Codec | None:
    start = body[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    return JSON if start.startswith(b"{") else XML if start.startswith(b"<") else None


def _charset(parameters: str) -> str | None:
    """Return the charset parameter by Python's name for it, as it stands if there is none, None if not given."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            sent = value.strip().strip('"')
            try:
                return codecs.lookup(sent).name
            except (LookupError, ValueError):
                return sent
    return None
