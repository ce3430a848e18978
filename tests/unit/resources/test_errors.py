from __future__ import annotations

import gzip
import io
import logging

import falcon
import pytest
from falcon import testing

from eureka_py.config import Config, DeltaConfig, LimitsConfig
from tests.unit.resources.face import AS_JSON, ORDERS_1, Face, a_batch, a_body

SMALL = Config(limits=LimitsConfig(body_bytes=2_000))
CANNOT_PARSE_JSON = (400, "application/json", b'{"error": "cannot parse request body"}')
CANNOT_PARSE_XML = (
    400,
    "application/xml",
    b"<error><message>cannot parse request body</message></error>",
)


def seen(answer: testing.Result) -> tuple[int, str | None, bytes]:
    return answer.status_code, answer.headers.get("content-type"), answer.content


@pytest.mark.parametrize(
    ("method", "path", "query", "status"),
    [
        ("GET", "/apps/NONE", "", 404),
        ("GET", "/apps/NONE/i", "", 404),
        ("GET", "/apps/ORDERS/none", "", 404),
        ("GET", "/instances/none", "", 404),
        ("GET", "/nowhere", "", 404),
        ("GET", "/vips", "", 404),
        ("PUT", "/apps/NONE/i", "", 404),
        ("PUT", "/apps/ORDERS/i-1", "lastDirtyTimestamp=9999999999999", 404),
        ("PUT", "/apps/ORDERS/i-1", "lastDirtyTimestamp=x", 400),
        ("DELETE", "/apps/NONE/i", "", 404),
        ("PUT", "/apps/NONE/i/status", "value=UP", 404),
        ("PUT", "/apps/NONE/i/status", "value=NONSENSE", 404),
        ("PUT", "/apps/ORDERS/i-1/status", "", 400),
        ("PUT", "/apps/ORDERS/i-1/status", "value=NONSENSE", 400),
        ("PUT", "/apps/ORDERS/i-1/status", "value=DOWN&lastDirtyTimestamp=-1", 400),
        ("DELETE", "/apps/NONE/i/status", "", 404),
        ("DELETE", "/apps/ORDERS/i-1/status", "value=NONSENSE", 400),
        ("DELETE", "/apps/ORDERS/i-1/status", "value=UP&lastDirtyTimestamp=x", 400),
        ("PUT", "/apps/NONE/i/metadata", "k=v", 404),
        ("PUT", "/asg/any/status", "value=ENABLED", 400),
        ("POST", "/apps", "", 405),
        ("DELETE", "/apps/ORDERS", "", 405),
        ("POST", "/apps/delta", "", 405),
        ("GET", "/peerreplication/batch", "", 405),
        ("PATCH", "/apps/ORDERS/i-1", "", 405),
    ],
)
@pytest.mark.parametrize("accept", [None, "application/json", "application/xml", "text/html"])
def test_an_error_has_neither_body_nor_type_and_changes_nothing(
    method: str, path: str, query: str, status: int, accept: str | None, face: Face
) -> None:
    face.register()
    before = face.version
    answer = face.ask(method, path, query, headers={"Accept": accept} if accept else {})
    assert seen(answer) == (status, None, b"")
    assert answer.headers["content-length"] == "0"
    assert face.version == before


@pytest.mark.parametrize("path", ["/apps/ORDERS", "/peerreplication/batch"])
def test_an_unsupported_type_has_neither_body_nor_type(path: str, face: Face) -> None:
    assert seen(face.ask("POST", path, headers={"Content-Type": "text/plain"}, body=a_body())) == (415, None, b"")


@pytest.mark.parametrize("path", ["/apps/ORDERS", "/peerreplication/batch"])
@pytest.mark.parametrize("body", ["", "null", "[]", "{", "{}", '{"instance":7}', '{"replicationList":7}', "\ud800"])
def test_an_unreadable_body_is_answered_in_its_format(path: str, body: str, face: Face) -> None:
    answer = face.ask("POST", path, headers=AS_JSON, body=body.encode("utf-8", "surrogatepass"))
    assert seen(answer) == CANNOT_PARSE_JSON
    assert face.version == 0


@pytest.mark.parametrize("body", ["", "<instance>", "<other/>", "{}", "<!DOCTYPE a><instance/>"])
def test_unreadable_xml_is_answered_in_xml(body: str, face: Face) -> None:
    answer = face.ask("POST", "/apps/ORDERS", headers={"Content-Type": "application/xml"}, body=body)
    assert seen(answer) == CANNOT_PARSE_XML


def test_a_type_that_is_guessed_is_answered_in_json(face: Face) -> None:
    assert seen(face.ask("POST", "/apps/ORDERS", body="{")) == CANNOT_PARSE_JSON


def test_a_batch_is_never_xml(face: Face) -> None:
    xml = {"Content-Type": "application/xml"}
    assert seen(face.ask("POST", "/peerreplication/batch", headers=xml, body="<a/>")) == (415, None, b"")


def test_an_invalid_registration_is_answered_in_words(face: Face) -> None:
    answer = face.ask("POST", "/apps/ORDERS", headers=AS_JSON, body=a_body("BILLING"))
    assert seen(answer) == (400, "text/plain", b"Mismatched appName, expecting ORDERS but was BILLING")
    assert face.version == 0


@pytest.mark.parametrize("path", ["/apps/ORDERS", "/peerreplication/batch"])
def test_what_is_too_large_is_answered_in_words_and_not_stored(path: str) -> None:
    face = Face(SMALL)
    large = a_body(metadata={"k": "v" * 2_000})
    if path != "/apps/ORDERS":
        large = a_batch({"appName": "A", "id": "i", "action": "Cancel", "more": "v" * 2_000})
    too_large = (413, "text/plain", b"Request body larger than 2000 bytes")
    packed = gzip.compress(large.encode())
    assert len(packed) < 2_000
    for headers, body in ((AS_JSON, large.encode()), ({**AS_JSON, "Content-Encoding": "gzip"}, packed)):
        sized = face.ask("POST", path, headers=headers, body=body)
        chunked = face.client.simulate_post(
            f"/eureka{path}", headers=headers, body=body, extras={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
        )
        assert seen(sized) == seen(chunked) == too_large
    assert face.version == 0


def test_a_delta_that_is_disabled_is_refused() -> None:
    """Upon which a Java client reads in full."""
    face = Face(Config(delta=DeltaConfig(disabled=True)))
    face.register()
    assert seen(face.ask("GET", "/apps/delta")) == (403, None, b"")
    assert face.ask("GET", "/apps").status_code == 200


def test_an_unexpected_exception_is_500_without_a_body_and_logged(face: Face) -> None:
    class Broken:
        def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
            raise ZeroDivisionError("a bug")

    face.app.add_route("/status", Broken())
    log = io.StringIO()
    answer = face.client.simulate_get("/eureka/status", wsgierrors=log)
    assert seen(answer) == (500, None, b"")
    assert "ZeroDivisionError: a bug" in log.getvalue()


def test_a_refused_body_is_logged_without_line_breaks(face: Face, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "eureka_py.resources"):
        face.ask("POST", "/apps/A%0AFAKE", headers=AS_JSON, body='{"a')
    (message,) = caplog.messages
    assert message.startswith("request body refused method=POST path='/eureka/apps/A\\nFAKE' reason=")
    assert "\n" not in message


def test_a_lease_that_was_not_touched_is_as_it_was(face: Face) -> None:
    """Nothing is renewed on the way to a 400."""
    face.register()
    face.clock.advance(seconds=60)
    for query in ("value=NONSENSE", "", "value=UP&lastDirtyTimestamp=x"):
        face.ask("PUT", "/apps/ORDERS/i-1/status", query)
        face.ask("PUT", "/apps/ORDERS/i-1", "lastDirtyTimestamp=x")
    instance = face.registry.instance(ORDERS_1)
    assert instance is not None
    assert instance.lease_info.last_renewal_timestamp == face.clock.wall_ms() - 60_000
