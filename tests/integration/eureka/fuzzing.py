"""Requests that no client would send on purpose, put to a WSGI application as a server hands them over."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, unquote_to_bytes
from xml.etree import ElementTree

from hypothesis import settings
from hypothesis import strategies as st

from eureka_py.serving.wsgi import WsgiApp
from tests.integration.eureka.eureka_node import a_registration

FUZZ = settings(max_examples=200, deadline=None, derandomize=True, database=None)
"""The same examples at every run: what fails in CI fails at the desk."""

A_REGISTRATION: dict[str, Any] = json.loads(a_registration())["instance"]
AN_XML_REGISTRATION = (
    "<instance><instanceId>i-1</instanceId><hostName>h</hostName><app>ORDERS</app><ipAddr>10.0.0.1</ipAddr>"
    '<status>UP</status><port enabled="true">8080</port><securePort enabled="false">443</securePort>'
    '<countryId>1</countryId><dataCenterInfo class="x"><name>Amazon</name><metadata><ami-id>a</ami-id></metadata>'
    "</dataCenterInfo><leaseInfo><durationInSecs>90</durationInSecs></leaseInfo><metadata><zone>z</zone></metadata>"
    "<vipAddress>orders</vipAddress><lastDirtyTimestamp>1</lastDirtyTimestamp></instance>"
)
FIELDS = (
    *A_REGISTRATION,
    *("sid", "overriddenStatus", "securePort", "countryId", "leaseInfo", "metadata", "appGroupName", "homePageUrl"),
    *("secureVipAddress", "isCoordinatingDiscoveryServer", "lastUpdatedTimestamp", "actionType", "asgName", "surprise"),
)
ODD_TEXT = st.sampled_from(
    ["", " ", "0", "-1", "1e400", "9" * 30, "true", "UP", "up", "Amazon", "@class", "\x00", "ä\U0001f600", "]]>", "<&>"]
)
SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | ODD_TEXT | st.text(max_size=6)
NAMES = st.sampled_from(["$", "@enabled", "@class", "name", "metadata", "durationInSecs"]) | st.text(max_size=4)
JSON_VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)
LATIN_1 = st.characters(max_codepoint=255, exclude_categories=["Cc"])
GUESSED = [""] * 5
"""Without a type a body is read as what it looks like."""
CONTENT_TYPES = st.sampled_from(
    [*GUESSED, "application/json", "application/xml", "application/json;charset=iso-8859-1", "*/*", "text/plain"]
) | st.sampled_from(GUESSED).flatmap(lambda usual: st.text(LATIN_1, max_size=12) | st.just(usual))
PACKINGS = st.sampled_from(
    [*[("", False)] * 4, *[("gzip", True)] * 2, ("GZIP", True), ("gzip", False), ("", True), ("gzip, gzip", True)]
)
"""Content-Encoding, and whether the body is packed indeed."""
PRINTABLE = st.characters(min_codepoint=33, max_codepoint=126)
"""What gunicorn lets through in a request's first line."""


def with_other_fields(base: Mapping[str, Any], names: Iterable[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return the mapping with a few members replaced, added or dropped."""
    changes = st.dictionaries(st.sampled_from(sorted(names)), ODD_TEXT | JSON_VALUES, max_size=2)
    dropped = st.sets(st.sampled_from(sorted(names)), max_size=1)
    return st.builds(
        lambda others, without: {name: value for name, value in {**base, **others}.items() if name not in without},
        changes,
        dropped,
    )


def with_other_bytes(base: bytes) -> st.SearchStrategy[bytes]:
    """Return the bytes with a piece cut out and another one put in its place."""
    return st.builds(
        lambda at, length, piece: base[:at] + piece + base[at + length :],
        st.integers(0, len(base)),
        st.integers(0, 12),
        st.binary(max_size=6) | st.sampled_from([b"<", b"&", b"{", b'"', b"]", b"\\ud800", b"&#0;", b"<!DOCTYPE a>"]),
    )


REGISTRATIONS = (
    st.binary(max_size=40)
    | with_other_fields(A_REGISTRATION, FIELDS).map(lambda fields: json.dumps({"instance": fields}).encode())
    | with_other_bytes(json.dumps({"instance": A_REGISTRATION}).encode())
    | with_other_bytes(AN_XML_REGISTRATION.encode())
    | JSON_VALUES.map(lambda value: json.dumps(value).encode())
)


class Reply(NamedTuple):
    """What an application answered, and what it complained of to the server's log."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    log: str


def ask(
    app: WsgiApp, method: str, target: str, headers: Mapping[str, str], body: bytes = b"", *, is_raw: bool = True
) -> Reply:
    """Send one request. Without `is_raw` the server tells the decoded path only."""
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8761",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "CONTENT_LENGTH": str(len(body)),
        **{_variable(name): value for name, value in headers.items()},
    }
    if is_raw:
        environ["RAW_URI"] = target
    started: list[Any] = []
    answered = b"".join(app(environ, lambda *said: started.append(said)))
    status, head = started[0][:2]
    return Reply(
        int(status[:3]), {name.lower(): value for name, value in head}, answered, environ["wsgi.errors"].getvalue()
    )


def _variable(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


def assert_all_is_readable(app: WsgiApp, paths: Iterable[str]) -> None:
    """Read lists and instances in every form: what was accepted must not spoil them for anyone."""
    readers: tuple[tuple[str, Callable[[bytes], Any]], ...] = (
        ("application/json", json.loads),
        ("application/xml", ElementTree.fromstring),
    )
    for path in ("/eureka/apps", "/eureka/apps/delta", *paths):
        for accept, parse in readers:
            for form in ("full", "compact"):
                reply = ask(app, "GET", path, {"Accept": accept, "X-Eureka-Accept": form})
                assert (reply.status, reply.headers["content-type"]) == (200, accept)
                parse(reply.body)


def path_of(*names: str) -> str:
    """Return the path below `/eureka` whose segments these are."""
    return "/eureka/" + "/".join(quote(name, safe="") for name in names)
