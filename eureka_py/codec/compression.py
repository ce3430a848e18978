"""gzip for whole bodies, small enough to be done at once."""

from __future__ import annotations

import zlib

from eureka_py.errors import DecodeError

_GZIP_WBITS = 31
"""zlib's largest window, 15, and 16 for "with gzip's head and check sum"."""


class TooLargeError(DecodeError):
    """A body is larger than what is accepted. Apart from other faults, since HTTP has a status of its own for it."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"body larger than {limit_bytes} bytes")
        self.limit_bytes = limit_bytes


def gzip(data: bytes, level: int = 6) -> bytes:
    """Return `data` as one gzip member. Equal input gives equal output: the head carries no time."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, _GZIP_WBITS)
    return compressor.compress(data) + compressor.flush()


def gunzip(data: bytes, *, limit_bytes: int) -> bytes:
    """Return what one gzip member holds. Raises: TooLargeError; DecodeError if it is cut, bad or followed by more."""
    decompressor = zlib.decompressobj(_GZIP_WBITS)
    try:
        # One byte more than allowed tells "too large" from "just fits", and is all that is ever inflated.
        plain = decompressor.decompress(data, limit_bytes + 1)
    except zlib.error as ex:
        raise DecodeError(f"not gzip: {ex}") from ex
    if len(plain) > limit_bytes:
        raise TooLargeError(limit_bytes)
    if not decompressor.eof or decompressor.unused_data:
        raise DecodeError("not one whole gzip member")
    return plain
