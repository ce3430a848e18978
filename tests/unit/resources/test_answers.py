from __future__ import annotations

import gzip

import pytest

from tests.unit.resources.face import Face

NEGOTIATED = [
    "/apps",
    "/apps/delta",
    "/apps/ORDERS",
    "/apps/ORDERS/i-1",
    "/instances/i-1",
    "/vips/orders",
    "/vips/unknown",
    "/svips/orders",
    "/status",
]
ALL = [*NEGOTIATED, "/serverinfo/statusoverrides"]


@pytest.mark.parametrize("path", ALL)
def test_every_answer_with_a_body_says_what_it_varies_by(path: str, face: Face) -> None:
    face.register()
    for accept_encoding in ("identity", "gzip"):
        answer = face.ask("GET", path, headers={"Accept-Encoding": accept_encoding})
        assert answer.status_code == 200
        assert answer.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("path", NEGOTIATED)
@pytest.mark.parametrize(
    ("accept", "content_type", "start"),
    [
        (None, "application/xml", b"<"),
        ("*/*", "application/xml", b"<"),
        ("application/json", "application/json", b"{"),
        ("text/html, application/json;q=0.9", "application/json", b"{"),
    ],
)
def test_an_answer_is_labelled_as_what_it_is(
    path: str, accept: str | None, content_type: str, start: bytes, face: Face
) -> None:
    face.register()
    answer = face.ask("GET", path, headers={"Accept": accept} if accept else {})
    assert answer.headers["content-type"] == content_type
    assert answer.content.startswith(start)


@pytest.mark.parametrize("path", ALL)
def test_gzip_is_for_those_who_ask(path: str, face: Face) -> None:
    face.register()
    plain, packed = (face.ask("GET", path, headers={"Accept-Encoding": coding}) for coding in ("identity", "gzip"))
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("accept_encoding", ["identity", "gzip"])
def test_head_is_get_without_the_body(path: str, accept_encoding: str, face: Face) -> None:
    face.register()
    headers = {"Accept": "application/json", "Accept-Encoding": accept_encoding}
    got, headed = (face.ask(method, path, headers=headers) for method in ("GET", "HEAD"))
    assert (headed.status_code, headed.content) == (200, b"")
    assert dict(headed.headers) == dict(got.headers)
    assert int(got.headers["content-length"]) == len(got.content) > 0


def test_head_of_nothing_is_404(face: Face) -> None:
    answer = face.ask("HEAD", "/apps/NONE")
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize("path", ["/apps", "/apps/delta", "/apps/ORDERS", "/vips/orders"])
@pytest.mark.parametrize(
    ("value", "is_compact"), [("compact", True), ("COMPACT", True), ("full", False), ("[compact]", False)]
)
def test_lists_come_in_compact_for_those_who_ask(path: str, value: str, is_compact: bool, face: Face) -> None:
    face.register()
    answer = face.ask("GET", path, headers={"Accept": "application/json", "X-Eureka-Accept": value})
    assert ("leaseInfo" not in answer.text) is is_compact


@pytest.mark.parametrize("path", ["/apps/ORDERS/i-1", "/instances/i-1"])
def test_a_single_instance_is_always_full(path: str, face: Face) -> None:
    face.register()
    answer = face.ask("GET", path, headers={"Accept": "application/json", "X-Eureka-Accept": "compact"})
    assert "leaseInfo" in answer.text


def test_a_single_instance_shows_its_lease_as_of_now(face: Face) -> None:
    """Lists wait for the cache's expiry."""
    face.register()
    face.clock.advance(seconds=20)
    face.ask("PUT", "/apps/ORDERS/i-1")
    shown = face.ask("GET", "/apps/ORDERS/i-1", headers={"Accept": "application/json"}).json
    assert shown["instance"]["leaseInfo"]["lastRenewalTimestamp"] == face.clock.wall_ms()


def test_no_one_is_told_to_keep_an_answer(face: Face) -> None:
    face.register()
    answer = face.ask("GET", "/apps")
    assert {"etag", "last-modified", "expires", "cache-control"}.isdisjoint(answer.headers)
