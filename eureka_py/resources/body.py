"""Reading a request's body: no longer than allowed, its gzip undone, and the codec that it needs."""

from __future__ import annotations

from typing import NamedTuple

import falcon

from eureka_py.codec import Bounds, Codec, content_of, plain_body
from eureka_py.config import LimitsConfig
from eureka_py.errors import DecodeError
from eureka_py.model import InstanceInfo


class Body(NamedTuple):
    """A plain body and how to read it."""

    data: bytes
    codec: Codec
    charset: str | None
    bounds: Bounds

    def instance(self, *, now_ms: int) -> InstanceInfo:
        """Read a registration. Raises: TooLargeError, DecodeError."""
        return self.codec.decode_instance(self.data, now_ms=now_ms, charset=self.charset, bounds=self.bounds)


class BodyReader:
    """Reads bodies up to `limit_bytes`, which counts for the bytes sent and for what gzip makes of them."""

    def __init__(self, limits: LimitsConfig, *, limit_bytes: int) -> None:
        self._limit_bytes = min(limit_bytes, limits.body_bytes)
        self._gzip_ratio = limits.gzip_ratio
        self._bounds = Bounds(depth=limits.depth, elements=limits.elements, batch_items=limits.batch_items)

    def read(self, req: falcon.Request) -> Body:
        """Return the body. Raises: HTTPUnsupportedMediaType, TooLargeError, DecodeError."""
        try:
            sent = self._sent(req)
        except OSError as ex:
            raise DecodeError("the body broke off") from ex
        encoding = req.get_header("Content-Encoding")
        data = plain_body(sent, encoding, limit_bytes=self._limit_bytes, gzip_ratio=self._gzip_ratio)
        content = content_of(req.content_type, data)
        if content is None:
            raise falcon.HTTPUnsupportedMediaType
        return Body(data, content.codec, content.charset, self._bounds)

    def _sent(self, req: falcon.Request) -> bytes:
        if req.content_length is not None:
            # One byte more than allowed is enough to refuse the rest unread.
            sent: bytes = req.bounded_stream.read(self._limit_bytes + 1)
            return sent
        if req.env.get("wsgi.input_terminated"):  # a chunked body, as Java peers send it
            chunked: bytes = req.env["wsgi.input"].read(self._limit_bytes + 1)
            return chunked
        return b""
