"""How much a body may hold, found out before the reading of it costs anything."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eureka_py.codec.compression import TooLargeError

_STRUCTURE = b'"[]{},'
_ALL_BUT_STRUCTURE = bytes(set(range(256)) - set(_STRUCTURE))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_STRING = re.compile(rb'"[^"]*"')


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a reader takes: levels within each other, values or elements and attributes, actions of one batch."""

    depth: int = 32
    elements: int = 250_000
    batch_items: int = 1_000

    def check_json(self, body: bytes) -> None:
        """Look for more values or levels than allowed, at the speed at which bytes are counted. Raises: TooLargeError.

        Each value but the first follows an opening bracket or a comma, so that there are no more values than these,
        and at least half as many. Only where too many are seen are strings told from what is outside of them.
        """
        openings = body.count(b"{") + body.count(b"[")
        if openings <= self.depth and openings + body.count(b",") < self.elements:
            return
        marks = _marks(body)
        if marks.count(b'"') > 4 * self.elements:  # each value has a string at most, and its name another
            raise self._too_many_values()
        structure = _outside_strings(marks)
        openings = structure.count(b"{") + structure.count(b"[")
        if openings + structure.count(b",") >= self.elements:
            raise self._too_many_values()
        if openings > self.depth and _is_deeper(structure.translate(_ONE_KIND, b","), self.depth):
            raise self.too_deep("JSON")

    def check_xml(self, body: bytes) -> None:
        """Look for far too many tags; a reader counts the elements. Raises: TooLargeError."""
        if body.count(b"<") > 2 * self.elements:
            raise self.too_many_elements()

    def _too_many_values(self) -> TooLargeError:
        return TooLargeError(f"More than {self.elements} JSON values in one body")

    def too_deep(self, language: str) -> TooLargeError:
        """Return the error for too many levels."""
        return TooLargeError(f"{language} of more than {self.depth} levels within each other")

    def too_many_elements(self) -> TooLargeError:
        """Return the error for too many elements."""
        return TooLargeError(f"More than {self.elements} XML elements and attributes in one body")


DEFAULT_BOUNDS = Bounds()


def _marks(body: bytes) -> bytes:
    """Return the brackets, commas and quotes of a JSON document, but for quotes that are escaped."""
    if b"\\" in body:
        body = body.replace(rb"\\", b"").replace(rb"\"", b"")
    return body.translate(None, _ALL_BUT_STRUCTURE)


def _outside_strings(marks: bytes) -> bytes:
    """Return the brackets and commas that are not in strings."""
    # Two quotes side by side say nothing: either a string without a mark, or the end of one and the next's start.
    marks = marks.replace(b'""', b"")
    return _STRING.sub(b"", marks) if b'"' in marks else marks


def _is_deeper(brackets: bytes, depth: int) -> bool:
    """Tell whether pairs are left when the innermost ones are taken away `depth` times, or more than that never end."""
    for _ in range(depth):
        if b"[]" not in brackets:
            break
        brackets = brackets.replace(b"[]", b"")
    return b"[]" in brackets or brackets.count(b"[") > depth
