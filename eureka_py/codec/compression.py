"""gzip for whole bodies, small enough to be done at once."""

from __future__ import annotations

import zlib

from eureka_py.errors import DecodeError

FREE_BYTES = 2**20
"""What gzip may make of however few bytes."""
_GZIP_WBITS = 31
"""zlib's largest window, 15, and 16 for "with gzip's head and check sum"."""


class TooLargeError(DecodeError):
    """A body is larger than what is accepted, or holds more. `reason` may be told to the sender.

    Apart from other faults, since HTTP has a status of its own for it.
    """

    @classmethod
    def of_bytes(cls, limit_bytes: int) -> TooLargeError:
        """Return the error for a body of too many bytes."""
        return cls(f"Request body larger than {limit_bytes} bytes")


def gzip(data: bytes, level: int = 6) -> bytes:
    """Return `data` as one gzip member. Equal input gives equal output: the head carries no time."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, _GZIP_WBITS)
    return compressor.compress(data) + compressor.flush()


def gunzip(data: bytes, *, limit_bytes: int, ratio: int) -> bytes:
    """Return what one gzip member holds. Raises: TooLargeError; DecodeError if it is cut, bad or followed by more.

    `ratio`: how many times larger than `data` it may be, once it is beyond FREE_BYTES.
    """
    decompressor = zlib.decompressobj(_GZIP_WBITS)
    expected_bytes = max(FREE_BYTES, ratio * len(data))
    try:
        # One byte more than allowed tells "too large" from "just fits", and is all that is ever inflated.
        plain = decompressor.decompress(data, min(limit_bytes, expected_bytes) + 1)
    except zlib.error as ex:
        raise DecodeError(f"not gzip: {ex}") from ex
    if len(plain) > limit_bytes:
        raise TooLargeError.of_bytes(limit_bytes)
    if len(plain) > expected_bytes:
        raise TooLargeError(f"Request body more than {ratio} times larger than its gzip")
    if not decompressor.eof or decompressor.unused_data:
        raise DecodeError("not one whole gzip member")
    return plain
