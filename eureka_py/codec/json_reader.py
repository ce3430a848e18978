"""JSON from outside, read so that nothing of it can hurt later."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from eureka_py.errors import DecodeError


def parse(body: bytes, charset: str | None = None) -> Any:
    """Return what a JSON document holds, its numbers as the text that they were written in. Raises: DecodeError.

    So `1.50` stays `1.50` in metadata, as with Jackson, and JSON and XML look the same to a schema. A byte order mark
    is skipped, the last of equal keys wins.
    """
    try:
        text = body.decode(charset or "utf-8").removeprefix("\ufeff")
        document = json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)
        if "\\u" in text:  # only an escape can bring a lone surrogate, which nobody could write again
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, LookupError, RecursionError) as ex:
        raise DecodeError(f"not JSON: {ex}") from ex
    return document


def _refuse(constant: str) -> NoReturn:
    raise DecodeError(f"not JSON: {constant}")
