"""Reading a request's body: no longer than allowed, its gzip undone, and the codec that it needs."""

from __future__ import annotations

from typing import NamedTuple

import falcon

from eureka_py.codec import Codec, content_of, plain_body
from eureka_py.errors import DecodeError


class Body(NamedTuple):
    """A plain body and how to read it."""

    data: bytes
    codec: Codec
    charset: str | None


class BodyReader:
    """Reads bodies up to `limit_bytes`, which counts for the bytes sent and for what gzip makes of them."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes

    def read(self, req: falcon.Request) -> Body:
        """Return the body. Raises: HTTPUnsupportedMediaType, TooLargeError, DecodeError."""
        try:
            sent = self._sent(req)
        except OSError as ex:
            raise DecodeError("the body broke off") from ex
        data = plain_body(sent, req.get_header("Content-Encoding"), limit_bytes=self._limit_bytes)
        content = content_of(req.content_type, data)
        if content is None:
            raise falcon.HTTPUnsupportedMediaType
        return Body(data, content.codec, content.charset)

    def _sent(self, req: falcon.Request) -> bytes:
        if req.content_length is not None:
            # One byte more than allowed is enough to refuse the rest unread.
            sent: bytes = req.bounded_stream.read(self._limit_bytes + 1)
            return sent
        if req.env.get("wsgi.input_terminated"):  # a chunked body, as Java peers send it
            chunked: bytes = req.env["wsgi.input"].read(self._limit_bytes + 1)
            return chunked
        return b""
