"""A real server with credentials, certificates, and requests to it."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tests.integration.serving.process import PATIENCE_S

PASSWORD = "correct: horse é"


def basic(name: str, password: str = PASSWORD) -> dict[str, str]:
    """Return the header that shows a user."""
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


class Caller:
    """Sends requests over one connection after the other. `context`: for https."""

    def __init__(self, address: str, context: ssl.SSLContext | None = None) -> None:
        self._netloc = urlsplit(address).netloc
        self._context = context

    def call(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: object = None
    ) -> tuple[int, dict[str, str]]:
        """Return status and headers of the answer."""
        connection = self._connection()
        try:
            data = None if body is None else json.dumps(body)
            kind = {"Content-Type": "application/json"} if data else {}
            connection.request(method, path, data, {"Connection": "close", **kind, **(headers or {})})
            answer = connection.getresponse()
            answer.read()
            return answer.status, dict(answer.getheaders())
        finally:
            connection.close()

    def status(self, method: str, path: str, headers: Mapping[str, str] | None = None, body: object = None) -> int:
        """Return the status of the answer."""
        return self.call(method, path, headers, body)[0]

    def register(self, headers: Mapping[str, str] | None = None, app: str = "ORDERS") -> int:
        """Register the instance `1` of an application."""
        instance = {
            "instanceId": "1",
            "hostName": "h",
            "app": app,
            "ipAddr": "10.0.0.1",
            "dataCenterInfo": {"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
        }
        return self.status("POST", f"/eureka/apps/{app}", headers, {"instance": instance})

    def renew(self, headers: Mapping[str, str] | None = None, app: str = "ORDERS") -> int:
        """Renew it."""
        return self.status("PUT", f"/eureka/apps/{app}/1", headers)

    def _connection(self) -> http.client.HTTPConnection:
        if self._context is None:
            return http.client.HTTPConnection(self._netloc, timeout=PATIENCE_S)
        return http.client.HTTPSConnection(self._netloc, timeout=PATIENCE_S, context=self._context)


def mended(path: Path, content: bytes) -> None:
    """Replace a file in one step."""
    new = path.with_suffix(".new")
    new.write_bytes(content)
    new.chmod(0o600)
    new.replace(path)
