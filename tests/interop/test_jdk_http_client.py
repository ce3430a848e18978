"""The JDK's own HTTP client with default settings: it offers HTTP/2, keeps connections, and sends bodies or none."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.interop.client_process import ClientProcess
from tests.interop.eureka_rest import DEFAULT_DATA_CENTER
from tests.interop.launcher import Launcher
from tests.interop.wiretap import Wiretap

pytestmark = pytest.mark.interop


class JdkClient:
    """Sends requests below the server's base URL by way of the JDK."""

    def __init__(self, process: ClientProcess, wire: Wiretap) -> None:
        self.wire = wire
        self._process = process

    def send(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> dict[str, Any]:
        """Return status, version, headers and body of the answer."""
        answer: dict[str, Any] = self._process.ask(
            "send", method=method, url=self.wire.url + path, headers=dict(headers or {}), body=body
        )
        return answer


@pytest.fixture
def jdk(java: None, clients: Launcher) -> JdkClient:
    return JdkClient(*clients.process("jdk"))


def test_an_instance_lives_and_dies_by_the_jdk_client(jdk: JdkClient) -> None:
    app = f"JDK-{secrets.token_hex(3)}".upper()
    path = f"/apps/{app}/{app}:1"

    assert _answer(jdk.send("PUT", path)) == (404, "")
    assert _answer(jdk.send("POST", f"/apps/{app}", headers=_JSON, body=_registration(app))) == (204, "")
    assert _answer(jdk.send("PUT", f"{path}?status=UP")) == (200, "")
    assert _answer(jdk.send("PUT", f"{path}?status=UP", headers=_JSON, body="{}")) == (200, "")
    assert app in _names_in_json(jdk.send("GET", "/apps/", headers={"Accept": "application/json"}))
    assert app in _names_in_xml(jdk.send("GET", "/apps/", headers={"Accept": "application/xml"}))
    assert app in _names_in_xml(jdk.send("GET", "/apps/"))
    assert _answer(jdk.send("DELETE", path)) == (200, "")
    assert _answer(jdk.send("DELETE", path)) == (404, "")


def test_the_jdk_client_offers_http_2_and_goes_on_with_http_1(jdk: JdkClient) -> None:
    versions = {jdk.send("GET", "/apps/")["version"] for _ in range(3)}

    exchanges = jdk.wire.exchanges("GET", "/apps/")
    assert {e.headers.get("upgrade") for e in exchanges} == {"h2c"}
    assert [e.status for e in exchanges] == [200, 200, 200]
    assert versions == {"HTTP_1_1"}


def test_a_registration_that_offers_http_2_arrives_with_its_body(jdk: JdkClient) -> None:
    app = f"JDK-{secrets.token_hex(3)}".upper()

    assert _answer(jdk.send("POST", f"/apps/{app}", headers=_JSON, body=_registration(app))) == (204, "")

    [registration] = jdk.wire.exchanges("POST", f"/apps/{app}")
    assert registration.headers["upgrade"] == "h2c"
    shown = jdk.send("GET", f"/apps/{app}/{app}:1", headers={"Accept": "application/json"})
    assert json.loads(shown["body"])["instance"]["metadata"] == {"text": "äöü €"}
    assert _answer(jdk.send("DELETE", f"/apps/{app}/{app}:1")) == (200, "")


_JSON = {"Content-Type": "application/json"}


def _registration(app: str) -> str:
    instance = {
        "instanceId": f"{app}:1",
        "hostName": "jdk.example.org",
        "app": app,
        "ipAddr": "10.1.2.4",
        "status": "UP",
        "port": {"$": 8080, "@enabled": "true"},
        "securePort": {"$": 443, "@enabled": "false"},
        "dataCenterInfo": DEFAULT_DATA_CENTER,
        "metadata": {"text": "äöü €"},
    }
    return json.dumps({"instance": instance}, ensure_ascii=False)


def _answer(response: Mapping[str, Any]) -> tuple[int, str]:
    return response["status"], response["body"]


def _names_in_json(response: Mapping[str, Any]) -> list[str]:
    assert response["status"] == 200
    return [application["name"] for application in json.loads(response["body"])["applications"]["application"]]


def _names_in_xml(response: Mapping[str, Any]) -> list[str]:
    assert response["status"] == 200
    return [str(name.text) for name in ElementTree.fromstring(response["body"]).findall("application/name")]
