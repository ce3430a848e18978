"""Reading a file that may hold anything, within bounds."""

from __future__ import annotations

import re
from pathlib import Path

from eureka_py.migration.properties import UnreadableFileError

MOST_BYTES = 262_144
"""Far beyond any file of settings; what parses it needs time and memory in proportion."""

_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_text(path: Path, encoding: str) -> str:
    """Return the text of a file. Raises: UnreadableFileError."""
    try:
        if not path.is_file():
            raise UnreadableFileError(str(path), "there is no such file")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode(encoding)
    except OSError as ex:
        raise UnreadableFileError(str(path), f"cannot be read: {ex.strerror}") from ex
    except UnicodeDecodeError as ex:
        raise UnreadableFileError(str(path), f"is no text in {encoding}") from ex
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(str(path), f"is larger than any file of settings: more than {MOST_BYTES} bytes")
    if _NO_TEXT.search(text):
        raise UnreadableFileError(str(path), "is no text: it has control characters")
    return text
