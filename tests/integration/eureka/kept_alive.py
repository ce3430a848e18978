"""Clients that each keep one connection to a real server."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from http.client import HTTPConnection
from typing import Any, NamedTuple
from xml.etree import ElementTree

from tests.integration.eureka.eureka_node import JSON, a_registration

PATIENCE_S = 20.0


class Seen(NamedTuple):
    """What a reader learns from an answer: status and dirty timestamp by id, and the hashcode that came along."""

    apps_hashcode: str
    instances: Mapping[str, tuple[str, int]]

    def recounted(self) -> str:
        """Return the hashcode of the instances that the answer lists."""
        counts = sorted(Counter(status for status, _ in self.instances.values()).items())
        return "".join(f"{status}_{count}_" for status, count in counts)


class Connection:
    """One connection, used over and over; it fails rather than connect again."""

    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE_S)
        self._connection.connect()
        self._connection.auto_open = 0

    def ask(self, method: str, path: str, headers: Mapping[str, str] = JSON, body: str | None = None) -> bytes:
        """Return the body of a success, with its gzip undone."""
        self._connection.request(method, f"/eureka{path}", body=body, headers=dict(headers))
        answer = self._connection.getresponse()
        sent = answer.read()
        assert answer.status in (200, 204), (method, path, answer.status)
        return gzip.decompress(sent) if answer.getheader("Content-Encoding") == "gzip" else sent

    def read(self, path: str, *, accept: str = "application/json", is_gzip: bool = False) -> Seen:
        """Read a list or a single instance."""
        headers = {"Accept": accept, "Accept-Encoding": "gzip" if is_gzip else "identity"}
        body = self.ask("GET", path, headers)
        return _seen_in_json(json.loads(body)) if accept.endswith("json") else _seen_in_xml(body)

    def close(self) -> None:
        self._connection.close()


def _seen_in_json(document: Any) -> Seen:
    (root,) = document.values()
    if "instanceId" in root:
        return Seen("", _by_id([root]))
    applications = root.get("application", [root])
    return Seen(root.get("apps__hashcode", ""), _by_id(one for each in applications for one in each["instance"]))


def _by_id(instances: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, int]]:
    return {one["instanceId"]: (one["status"], int(one["lastDirtyTimestamp"])) for one in instances}


def _seen_in_xml(body: bytes) -> Seen:
    root = ElementTree.fromstring(body)
    fields = ({child.tag: child.text or "" for child in instance} for instance in root.iter("instance"))
    return Seen(root.findtext("apps__hashcode") or "", _by_id(fields))


class Writer:
    """An instance whose status an operator keeps changing; what was written last is `status` and `timestamp`."""

    def __init__(self, address: str, number: int) -> None:
        self.app_name = f"APP-{number}"
        self.instance_id = f"i-{number}"
        self.written = ("UP", 0)
        self._connection = Connection(address)

    def register(self) -> None:
        body = a_registration(self.app_name, self.instance_id, lastDirtyTimestamp="0", vipAddress="shared")
        self._connection.ask("POST", f"/apps/{self.app_name}", body=body)

    def write(self) -> None:
        """Change the status, at a time one later."""
        status = "UP" if self.written[0] == "OUT_OF_SERVICE" else "OUT_OF_SERVICE"
        timestamp = self.written[1] + 1
        query = f"value={status}&lastDirtyTimestamp={timestamp}"
        self._connection.ask("PUT", f"/apps/{self.app_name}/{self.instance_id}/status?{query}")
        self.written = (status, timestamp)

    def close(self) -> None:
        self._connection.close()
