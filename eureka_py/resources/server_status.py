"""What the server says of itself, at `/status`."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping

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
        root = ElementTree.Element("status")
        for group, values in self._stats().items():
            members = ElementTree.SubElement(root, group)
            for name, value in values.items():
                ElementTree.SubElement(members, name).text = value
        own = ElementTree.fromstring(XML.instance(self._own_instance))
        own.tag = "instanceInfo"
        root.append(own)
        ElementTree.indent(root)
        return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False).encode()
