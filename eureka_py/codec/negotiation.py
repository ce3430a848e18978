"""Which form an answer takes, by the request's headers. Never a refusal: who asks for neither JSON nor XML gets XML."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from eureka_py.codec.base import Codec
from eureka_py.codec.json import JsonCodec
from eureka_py.codec.xml import XmlCodec

JSON: Codec = JsonCodec()
XML: Codec = XmlCodec()


@functools.lru_cache(maxsize=256)  # clients send few different headers, on every request
def codec_for(accept: str | None) -> Codec:
    """Return JSON if Accept mentions it at all, in any letter case, unless XML is preferred by `q`; else XML.

    No Accept and `*/*` mean XML, which py_eureka_client relies on. Source: Netflix ApplicationsResource looks for the
    text `json` alone; `q` is our refinement.
    """
    if accept is None or "json" not in accept.lower():
        return XML
    qualities = list(_qualities(accept))
    json_q = max((q for name, q in qualities if "json" in name), default=1.0)
    xml_q = max((q for name, q in qualities if "xml" in name), default=0.0)
    return JSON if json_q > 0 and json_q >= xml_q else XML


@functools.lru_cache(maxsize=256)
def accepts_gzip(accept_encoding: str | None) -> bool:
    """Tell whether `gzip` or `x-gzip` is listed, in any letter case, and not with `q=0`. `*` does not count."""
    return any(name in ("gzip", "x-gzip") and q > 0 for name, q in _qualities(accept_encoding or ""))


def wants_compact(eureka_accept: str | None) -> bool:
    """Tell whether X-Eureka-Accept is `compact`, in any letter case. Source: Netflix EurekaAccept.fromString.

    The Jersey 3 client sends `[compact]`, which is full, there as here.
    """
    return eureka_accept is not None and eureka_accept.strip().lower() == "compact"


def _qualities(header: str) -> Iterator[tuple[str, float]]:
    for element in header.lower().split(","):
        name, *parameters = element.split(";")
        yield name.strip(), _quality(parameters)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 1.0
            return quality if 0 <= quality <= 1 else 1.0  # also what is not a number at all
    return 1.0
