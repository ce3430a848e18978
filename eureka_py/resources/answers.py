"""Putting bytes into a response: in the format that was asked for, gzipped where that was asked for."""

from __future__ import annotations

import falcon

from eureka_py.cache import Answer, CacheKey, Entity, ResponseCache
from eureka_py.codec import accepts_gzip, codec_for, gzip, wants_compact
from eureka_py.model import InstanceInfo

VARY = "Accept, Accept-Encoding"


def answer_from_cache(
    cache: ResponseCache,
    req: falcon.Request,
    resp: falcon.Response,
    entity: Entity,
    name: str = "",
    *,
    if_none: str = falcon.HTTP_404,
) -> None:
    """Answer with what the cache has or makes; with the status `if_none`, and no body, if there is nothing."""
    key = CacheKey(
        entity,
        name,
        codec_for(req.get_header("Accept")).content_type,
        wants_compact(req.get_header("X-Eureka-Accept")),
        accepts_gzip(req.get_header("Accept-Encoding")),
    )
    answer = cache.get(key)
    if answer is None:
        resp.status = if_none
    else:
        _put(answer, resp)


def answer_instance(req: falcon.Request, resp: falcon.Response, instance: InstanceInfo | None) -> None:
    """Answer with one instance in full, as it is now; 404 for none."""
    if instance is None:
        resp.status = falcon.HTTP_404
        return
    codec = codec_for(req.get_header("Accept"))
    answer_bytes(req, resp, codec.content_type, codec.instance(instance))


def answer_bytes(req: falcon.Request, resp: falcon.Response, content_type: str, body: bytes) -> None:
    """Answer with a body made for this request."""
    is_gzip = accepts_gzip(req.get_header("Accept-Encoding"))
    _put(Answer((), content_type, is_gzip, (gzip(body) if is_gzip else body,)), resp)


def _put(answer: Answer, resp: falcon.Response) -> None:
    resp.content_type = answer.content_type
    resp.set_header("Vary", VARY)
    if answer.is_gzip:
        resp.set_header("Content-Encoding", "gzip")
    resp.data = answer.body[0] if len(answer.body) == 1 else b"".join(answer.body)
