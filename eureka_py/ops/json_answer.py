"""JSON as an operator reads it, with curl as well as with a program."""

from __future__ import annotations

import json
from typing import Any

import falcon


def answer_json(resp: falcon.Response, document: dict[str, Any]) -> None:
    """Put a document into the response, indented, in ASCII: so even a lone surrogate in an id can be shown."""
    resp.content_type = falcon.MEDIA_JSON
    resp.set_header("Cache-Control", "no-store")
    resp.data = json.dumps(document, indent=2).encode() + b"\n"
