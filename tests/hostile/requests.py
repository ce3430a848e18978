"""Requests as bytes, good ones and those that differ from them in one thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

EVIL_APP = "EVIL"
EVIL_ID = "evil-1"
TARGET = f"/eureka/apps/{EVIL_APP}"
JSON_TYPE = "Content-Type: application/json"
XML_TYPE = "Content-Type: application/xml"


def instance(app_name: str = EVIL_APP, instance_id: str = EVIL_ID, **changed: Any) -> dict[str, Any]:
    """Return the fields of an instance that would be registered."""
    fields = {
        "instanceId": instance_id,
        "hostName": "evil.example",
        "app": app_name,
        "ipAddr": "10.0.0.1",
        "status": "UP",
        "port": {"$": 8080, "@enabled": "true"},
        "dataCenterInfo": {"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
        "leaseInfo": {"renewalIntervalInSecs": 30, "durationInSecs": 3600},
    }
    return {**fields, **changed}


def document(fields: Mapping[str, Any]) -> bytes:
    """Return the body of a registration."""
    return json.dumps({"instance": fields}).encode()


def registration(app_name: str = EVIL_APP, instance_id: str = EVIL_ID, **changed: Any) -> bytes:
    """Return a request that registers."""
    return post(f"/eureka/apps/{app_name}", document(instance(app_name, instance_id, **changed)), JSON_TYPE)


def post(path: str, body: bytes, *headers: str) -> bytes:
    """Return a POST with a body of known length."""
    return request("POST", path, *headers, body=body)


def put(path: str, *headers: str) -> bytes:
    """Return a PUT without a body."""
    return request("PUT", path, *headers)


def get(path: str, *headers: str) -> bytes:
    """Return a GET."""
    return request("GET", path, *headers)


def request(method: str, path: str, *headers: str, body: bytes | None = None) -> bytes:
    """Return a request whose headers are as given; a length stands before a body."""
    length = () if body is None else (f"Content-Length: {len(body)}",)
    lines = (f"{method} {path} HTTP/1.1", "Host: e", *headers, *length, "", "")
    return "\r\n".join(lines).encode("latin-1") + (body or b"")


def chunked(path: str, body: bytes, *headers: str, size: int = 65_536) -> bytes:
    """Return a POST in chunks."""
    head = request("POST", path, *headers, "Transfer-Encoding: chunked")
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return head + b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def xml(inner: str, *, before: str = "") -> bytes:
    """Return an XML registration that has more inside, or something before it."""
    return (
        f"{before}<instance><instanceId>{EVIL_ID}</instanceId><hostName>evil</hostName><app>{EVIL_APP}</app>"
        f"<ipAddr>10.0.0.1</ipAddr><status>UP</status><dataCenterInfo><name>MyOwn</name></dataCenterInfo>{inner}"
        "</instance>"
    ).encode()
