"""Files in Java's own format: `name = value`, with continued lines and unicode escapes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import javaproperties

from eureka_py.migration.properties import MOST_PROPERTIES, Document, Place, Property, UnreadableFileError
from eureka_py.migration.text_file import read_text

_BOUNDARIES = ("#---", "!---")
"""Spring's lines between documents of one file."""
_MOST_CONTINUED_LINES = 100
"""The parser takes time in the square of them."""


def read_properties(path: Path) -> list[Document]:
    """Return the documents of a `.properties` file. Raises: UnreadableFileError."""
    file = str(path)
    text = read_text(path, "iso-8859-1")  # so Java reads them; all else is written in escapes
    _require_short_values(file, text)
    documents: list[list[Property]] = [[]]
    starts = [1]
    try:
        for element, line in _elements(text):
            if isinstance(element, javaproperties.KeyValue):
                documents[-1].append(Property(element.key, element.value.strip(), Place(file, line)))
            elif element.source.rstrip() in _BOUNDARIES:
                documents.append([])
                starts.append(line)
    except javaproperties.InvalidUEscapeError as ex:
        raise UnreadableFileError(file, f"has an escape that is none: {ex}") from ex
    if sum(map(len, documents)) > MOST_PROPERTIES:
        raise UnreadableFileError(file, f"has more than {MOST_PROPERTIES} properties")
    return [Document(Place(file, line), tuple(found)) for line, found in zip(starts, documents, strict=True)]


def _elements(text: str) -> Iterator[tuple[javaproperties.PropertiesElement, int]]:
    line = 1
    for element in javaproperties.parse(text):
        yield element, line
        line += len(element.source.splitlines())


def _require_short_values(file: str, text: str) -> None:
    run = 0
    for number, line in enumerate(text.splitlines(), 1):
        run = run + 1 if line.endswith("\\") else 0
        if run > _MOST_CONTINUED_LINES:
            raise UnreadableFileError(file, f"has a value of more than {_MOST_CONTINUED_LINES} lines", number)
