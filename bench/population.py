"""Instances as Spring applications register them, sent over HTTP, and read back in full."""

from __future__ import annotations

import gzip
import http.client
import json
import time
from collections.abc import Iterator
from typing import NamedTuple

INSTANCES_PER_APPLICATION = 40
_TIMEOUT_S = 60


class Fetch(NamedTuple):
    """One way of reading the whole registry; `mark` occurs once for each instance."""

    name: str
    accept: str
    encoding: str
    mark: bytes


FETCHES = (
    Fetch("JSON, plain", "application/json", "identity", b'"instanceId":'),
    Fetch("JSON, gzip", "application/json", "gzip", b'"instanceId":'),
    Fetch("XML, plain", "application/xml", "identity", b"<instanceId>"),
    Fetch("XML, gzip", "application/xml", "gzip", b"<instanceId>"),
)


def register(port: int, count: int) -> int:
    """Register so many instances, one after the other over one connection; return the mean size of a body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)
    sent = 0
    try:
        for app_name, body in _registrations(count):
            connection.request("POST", f"/eureka/apps/{app_name}", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            if response.status != 204:
                raise RuntimeError(f"a registration was answered with {response.status}")
            sent += len(body)
    finally:
        connection.close()
    return sent // count


def fetch(port: int, how: Fetch, *, expected: int) -> int:
    """Read the whole registry; return the size of the answer. Raises unless every instance is in it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)
    try:
        headers = {"Accept": how.accept, "Accept-Encoding": how.encoding}
        connection.request("GET", "/eureka/apps", headers=headers)
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    is_gzip = response.getheader("Content-Encoding") == "gzip"
    if is_gzip != (how.encoding == "gzip"):
        raise RuntimeError(f"{how.name}: gzip was {'not ' if not is_gzip else ''}used")
    seen = (gzip.decompress(body) if is_gzip else body).count(how.mark)
    if (response.status, seen) != (200, expected):
        raise RuntimeError(f"{how.name}: {response.status} with {seen} of {expected} instances")
    return len(body)


def _registrations(count: int) -> Iterator[tuple[str, bytes]]:
    now_ms = time.time_ns() // 1_000_000
    for number in range(count):
        app_name = f"SERVICE-{number // INSTANCES_PER_APPLICATION:04}"
        body = json.dumps({"instance": _instance(app_name, number, now_ms)}, separators=(",", ":"))
        yield app_name, body.encode()


def _instance(app_name: str, number: int, now_ms: int) -> dict[str, object]:
    service = app_name.lower()
    host = f"ip-10-{number >> 16 & 255}-{number >> 8 & 255}-{number & 255}.eu-central-1.compute.internal"
    url = f"http://{host}:8080"
    return {
        "instanceId": f"{host}:{service}:8080",
        "hostName": host,
        "app": app_name,
        "ipAddr": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        "status": "UP",
        "overriddenStatus": "UNKNOWN",
        "port": {"$": 8080, "@enabled": "true"},
        "securePort": {"$": 443, "@enabled": "false"},
        "countryId": 1,
        "dataCenterInfo": {
            "@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo",
            "name": "MyOwn",
        },
        "leaseInfo": {"renewalIntervalInSecs": 30, "durationInSecs": 90},
        "metadata": {"management.port": "8080", "zone": f"eu-central-1{'abc'[number % 3]}", "version": "4.12.0"},
        "homePageUrl": f"{url}/",
        "statusPageUrl": f"{url}/actuator/info",
        "healthCheckUrl": f"{url}/actuator/health",
        "vipAddress": service,
        "secureVipAddress": service,
        "isCoordinatingDiscoveryServer": "false",
        "lastUpdatedTimestamp": str(now_ms),
        "lastDirtyTimestamp": str(now_ms),
    }
