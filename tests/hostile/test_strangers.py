"""Clients that say they are somebody else, or ask for more than there is."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.hostile.judge import assert_no_fault, assert_refused, statuses_of, withstanding
from tests.hostile.node import HostileNode
from tests.hostile.requests import JSON_TYPE, get, instance, post, put, registration, request

WITNESS = "/eureka/apps/WITNESS/witness-1"
REPLICATION = "x-netflix-discovery-replication: true"
BATCH = json.dumps(
    {
        "replicationList": [
            {"appName": "EVIL", "id": "evil-1", "action": "Register", "instanceInfo": instance()},
            {"appName": "WITNESS", "id": "witness-1", "action": "Cancel"},
        ]
    }
).encode()
STRANGER = "X-Forwarded-For: 203.0.113.9"
FORGERIES = (
    STRANGER,
    "X-Forwarded-For: 127.0.0.1, 203.0.113.9",
    "X-Forwarded-For: 10.0.0.7, 203.0.113.9",
    "X-Forwarded-For: " + "127.0.0.1," * 300 + "203.0.113.9",
    "X-Forwarded-For: localhost",
    "X-Forwarded-For: 127.0.0.1x",
)


@pytest.fixture(scope="module")
def proxied() -> Iterator[HostileNode]:
    """A node behind a proxy on this machine, with one peer elsewhere; strangers reach it through the proxy."""
    node = HostileNode("access.trusted_proxies=127.0.0.1", "access.peer_addresses=10.0.0.7")
    yield node
    node.server.kill()


@pytest.mark.parametrize("forged", FORGERIES)
def test_no_stranger_is_taken_for_a_peer(proxied: HostileNode, forged: str) -> None:
    with withstanding(proxied):
        for headers in ((forged,), (forged, REPLICATION), (forged, REPLICATION, "X-Real-IP: 10.0.0.7")):
            answer = proxied.ask(post("/eureka/peerreplication/batch", BATCH, JSON_TYPE, *headers))
            assert_refused(answer)
            assert statuses_of(answer) == [403]


def test_a_peer_is_told_from_a_stranger_by_the_proxy(proxied: HostileNode) -> None:
    batch = b'{"replicationList":[]}'
    answer = proxied.ask(post("/eureka/peerreplication/batch", batch, JSON_TYPE, "X-Forwarded-For: 10.0.0.7"))
    assert statuses_of(answer) == [200]


def test_a_stranger_who_says_it_replicates_is_not_told_what_peers_are(proxied: HostileNode) -> None:
    claim = f"{WITNESS}?lastDirtyTimestamp=1"
    assert statuses_of(proxied.ask(put(claim, "X-Forwarded-For: 10.0.0.7", REPLICATION))) == [409]
    with withstanding(proxied):
        assert statuses_of(proxied.ask(put(claim, STRANGER, REPLICATION))) == [200]


@pytest.mark.parametrize("hops", [1_000, 10_000])
def test_long_chains_of_hops_cost_nothing(proxied: HostileNode, hops: int) -> None:
    chain = ",".join("1.2.3.4" for _ in range(hops))
    with withstanding(proxied):
        for _ in range(20):
            assert_no_fault(proxied.ask(get("/eureka/apps", f"X-Forwarded-For: {chain}")))


def test_no_more_is_registered_than_limits_allow() -> None:
    small = HostileNode("limits.instances=50", "limits.apps=20", "limits.instances_per_app=10")
    try:
        with withstanding(small, may_store=True):
            answers = [small.ask(registration(f"APP{n % 40}", f"evil-{n}")) for n in range(200)]
            statuses = [status for answer in answers for status in statuses_of(answer)]
            assert 500 not in statuses
            assert statuses.count(204) <= 50
            assert small.state().instances <= 50
    finally:
        small.server.kill()


ODD_READS = {
    "dots": get("/eureka/../ops"),
    "encoded dots": get("/eureka/%2e%2e/ops/../../etc/passwd"),
    "slashes": get("//////eureka//////apps////"),
    "host in the path": get("//evil.example/eureka/apps"),
    "back slashes": get("/eureka\\apps"),
    "session id": get("/eureka/apps;jsessionid=1"),
    "NUL": get("/eureka/apps/%00"),
    "CR LF": get("/eureka/apps/%0d%0aSet-Cookie:%20a=b"),
    "bad percent": get("/eureka/apps/%zz%"),
    "overlong": get("/eureka/apps/%c0%ae%c0%ae/"),
    "surrogate": get("/eureka/apps/%ed%a0%80"),
    "3,500 segments": get("/eureka/apps" + "/a" * 3500),
    "4,000 slashes": get("/" * 4000),
    "userinfo": get("http://user:pass@evil.example/eureka/apps"),
    "other scheme": get("file:///etc/passwd"),
    "bad port": get("http://e:99999999/eureka/apps"),
    "bad address": get("http://[::1/eureka/apps"),
    "query": get("/eureka/apps?" + "&".join(f"a{n}=b" for n in range(1000))),
    "Accept of 8 KB": get("/eureka/apps", "Accept: " + "a/b;q=0.1," * 800),
    "Accept of 100 KB": get("/eureka/apps", "Accept: " + "a/b;q=0.1," * 10_000),
    "odd Accept": get("/eureka/apps", "Accept: ;;;,,,q=;=,*/*;q=1e999"),
    "Accept-Encoding": get("/eureka/apps", "Accept-Encoding: " + "gzip;q=0.0001," * 550),
    "odd q-values": get("/eureka/apps", "Accept-Encoding: gzip;q=NaN, *;q=-1, br;q=1e400"),
    "request id": get("/eureka/apps", "X-Request-Id: " + "a" * 8000 + "!"),
    "user": get("/eureka/apps", "Authorization: Basic " + "A" * 8000),
    "odd user": get("/eureka/apps", "Authorization: Basic \xff\xfe"),
    "ranges": get("/eureka/apps", "Range: bytes=" + "0-1," * 1900),
    "odd ranges": get("/eureka/apps", "Range: bytes=-99999999999999999999", "If-Range: x"),
    "conditions": get("/eureka/apps", "If-None-Match: " + '"a",' * 1900, "If-Modified-Since: x", "If-Match: *"),
    "cookies": get("/", "Cookie: " + "a=b;" * 1900),
    "script": get("/%3Cscript%3Ealert(1)%3C/script%3E"),
}


@pytest.mark.parametrize("name", ODD_READS)
def test_odd_reads_do_no_harm(proxied: HostileNode, name: str) -> None:
    with withstanding(proxied):
        answer = proxied.ask(ODD_READS[name])
        assert_no_fault(answer)
        for secret in (b"root:", b"Set-Cookie", b"<script>alert"):
            assert secret not in answer


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH"])
@pytest.mark.parametrize("path", ["/eureka/apps/%00/%0d%0a", "/eureka/apps/%ff/a", "/eureka/asg/%00/status", "/eureka"])
def test_odd_writes_are_refused(proxied: HostileNode, method: str, path: str) -> None:
    with withstanding(proxied):
        assert_refused(proxied.ask(request(method, path, body=b"")))
