"""What the server says of itself, at `/status`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

import falcon
import orjson

from eureka_py.codec import JSON, XML, codec_for
from eureka_py.model import InstanceInfo
from eureka_py.resources.answers import answer_bytes

Stats = Mapping[str, Mapping[str, str]]
"""Group (`generalStats`, `applicationStats`) -> name -> value."""


class ServerStatusResource:
    """Figures of this node, and the node as an instance. Source: Netflix StatusResource, StatusInfo.

    Netflix's JSON fails, and the root of its XML is a Java class; this one's is `status`.
    """

    def __init__(self, stats: Callable[[], Stats], own_instance: InstanceInfo) -> None:
        self._stats = stats
        self._own_instance = own_instance

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Return the figures: 200."""
        codec = codec_for(req.get_header("Accept"))
        answer_bytes(req, resp, codec.content_type, self._as_json() if codec is JSON else self._as_xml())

    def _as_json(self) -> bytes:
        own = orjson.loads(JSON.instance(self._own_instance))["instance"]
        return orjson.dumps({**self._stats(), "instanceInfo": own})

    def _as_xml(self) -> bytes:
        groups = "".join(_group(name, values) for name, values in self._stats().items())
        own = XML.instance(self._own_instance).decode().strip()
        own = own.removeprefix("<instance>").removesuffix("</instance>")
        return f"<status>{groups}<instanceInfo>{own}</instanceInfo></status>".encode()


def _group(group: str, values: Mapping[str, str]) -> str:
    members = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
    return f"<{group}>{members}</{group}>"
