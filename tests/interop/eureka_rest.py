"""The third party of the tests: looks at the server and changes things there by plain REST, as an operator would."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

_TIMEOUT_S = 10.0
DEFAULT_DATA_CENTER = {"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"}


class EurekaRest:
    """One connection per call, JSON both ways, no state."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._netloc = parts.netloc
        self._base_path = parts.path.rstrip("/")

    def apps_hash(self) -> str:
        """Return `apps__hashcode` of the whole registry."""
        status, body = self._call("GET", "/apps/")
        assert status == 200, f"GET /apps/ answered {status}"
        return str(json.loads(body)["applications"]["apps__hashcode"])

    def instance(self, app: str, instance_id: str) -> dict[str, Any] | None:
        """Return the instance as the server shows it, or None."""
        status, body = self._call("GET", _instance_path(app, instance_id))
        if status == 404:
            return None
        assert status == 200, f"GET {app}/{instance_id} answered {status}"
        instance: dict[str, Any] = json.loads(body)["instance"]
        return instance

    def register(self, app: str, instance_id: str, *, metadata: Mapping[str, str] | None = None) -> None:
        """Register an instance that is UP, for longer than a test lasts."""
        instance = {
            "instanceId": instance_id,
            "hostName": "plain.example.org",
            "app": app,
            "ipAddr": "10.9.9.9",
            "vipAddress": app.lower(),
            "status": "UP",
            "port": {"$": 8080, "@enabled": "true"},
            "securePort": {"$": 443, "@enabled": "false"},
            "dataCenterInfo": DEFAULT_DATA_CENTER,
            "leaseInfo": {"renewalIntervalInSecs": 30, "durationInSecs": 600},
            "metadata": dict(metadata or {}),
        }
        status, body = self._call("POST", f"/apps/{quote(app)}", {"instance": instance})
        assert status == 204, f"registration answered {status}: {body!r}"

    def cancel(self, app: str, instance_id: str) -> int:
        """Take the lease away; return the status code."""
        return self._call("DELETE", _instance_path(app, instance_id))[0]

    def set_status(self, app: str, instance_id: str, value: str) -> int:
        """Override the status; return the status code."""
        return self._call("PUT", _instance_path(app, instance_id) + "/status?" + urlencode({"value": value}))[0]

    def delete_status(self, app: str, instance_id: str, value: str | None = None) -> int:
        """Take the override away, with or without the status that follows; return the status code."""
        query = "?" + urlencode({"value": value}) if value else ""
        return self._call("DELETE", _instance_path(app, instance_id) + "/status" + query)[0]

    def set_metadata(self, app: str, instance_id: str, key: str, value: str) -> int:
        """Put one metadata entry; return the status code."""
        return self._call("PUT", _instance_path(app, instance_id) + "/metadata?" + urlencode({key: value}))[0]

    def _call(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self._netloc, timeout=_TIMEOUT_S)
        try:
            headers = {"Accept": "application/json", "Connection": "close"}
            if body is not None:
                headers["Content-Type"] = "application/json"
            data = None if body is None else json.dumps(body).encode()
            connection.request(method, self._base_path + path, data, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def _instance_path(app: str, instance_id: str) -> str:
    return f"/apps/{quote(app)}/{quote(instance_id)}"
