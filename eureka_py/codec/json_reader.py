"""JSON from outside, read so that nothing of it can hurt later."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from eureka_py.codec.bounds import DEFAULT_BOUNDS, Bounds
from eureka_py.errors import DecodeError

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""An escape for half a character: only one can bring a lone surrogate, which nobody could write again."""


def parse(body: bytes, charset: str | None = None, bounds: Bounds = DEFAULT_BOUNDS) -> Any:
    """Return what a JSON document holds, its numbers as the text that they were written in.

    Raises: DecodeError; TooLargeError before anything is built of what is out of bounds.

    So `1.50` stays `1.50` in metadata, as with Jackson, and JSON and XML look the same to a schema. A byte order mark
    is skipped, the last of equal keys wins.
    """
    bounds.check_json(body)
    try:
        text = body.decode(charset or "utf-8").removeprefix("\ufeff")
        document = json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)
        if _HALF.search(text) is not None:
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, LookupError, RecursionError) as ex:
        raise DecodeError(f"not JSON: {ex}") from ex
    return document


def _refuse(constant: str) -> NoReturn:
    raise DecodeError(f"not JSON: {constant}")
