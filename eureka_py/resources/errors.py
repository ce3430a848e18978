"""Error answers of this face. Only a refused registration or batch has a body: Java clients stumble over any other."""

from __future__ import annotations

import logging
from typing import Any

import falcon

from eureka_py.admission import RefusalReason
from eureka_py.admission.guard import REFUSAL
from eureka_py.codec import XML, TooLargeError, content_of
from eureka_py.errors import DecodeError

logger = logging.getLogger(__name__)

CANNOT_PARSE_JSON = b'{"error": "cannot parse request body"}'
CANNOT_PARSE_XML = b"<error><message>cannot parse request body</message></error>"


def answer_without_body(req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError) -> None:
    """Leave an error with its status and headers. For `falcon.App.set_error_serializer`."""


def answer_unreadable(req: falcon.Request, resp: falcon.Response, error: DecodeError, params: dict[str, Any]) -> None:
    """Answer a body that cannot be read: 400 in the format that the body claimed, or 413.

    Source: Netflix DiscoveryJerseyProvider.
    """
    logger.debug("request body refused method=%s path=%a reason=%a", req.method, req.path, error.reason)
    if isinstance(error, TooLargeError):
        req.env[REFUSAL] = RefusalReason.BODY_TOO_LARGE
        answer_in_words(resp, falcon.HTTP_413, error.reason)
        return
    req.env[REFUSAL] = RefusalReason.BODY_UNREADABLE
    content = content_of(req.content_type, b"{")
    resp.status = falcon.HTTP_400
    if content is not None and content.codec is XML:
        resp.content_type, resp.data = "application/xml", CANNOT_PARSE_XML
    else:
        resp.content_type, resp.data = "application/json", CANNOT_PARSE_JSON


def answer_in_words(resp: falcon.Response, status: str, sentence: str) -> None:
    """Answer with one sentence of plain text."""
    resp.status = status
    resp.content_type = "text/plain"
    resp.text = sentence
