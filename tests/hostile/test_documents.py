"""Bodies that cost more to read than to send, or that try to make the reader do something."""

from __future__ import annotations

import gzip
import itertools
import json
import socket
import threading
import zlib
from collections.abc import Callable

import pytest

from tests.hostile.judge import assert_refused, withstanding
from tests.hostile.node import HostileNode
from tests.hostile.requests import JSON_TYPE, TARGET, XML_TYPE, chunked, document, instance, post, xml

GZIP = "Content-Encoding: gzip"
BATCH = "/eureka/peerreplication/batch"
MILLION = 10**6


def entities(*declarations: str, use: str = "&a;") -> bytes:
    return xml(f"<vipAddress>{use}</vipAddress>", before=f"<!DOCTYPE instance [{''.join(declarations)}]>")


def billion_laughs() -> bytes:
    names = "abcdefghij"
    pairs = itertools.pairwise(names)
    return entities('<!ENTITY a "ha">', *(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairs), use="&j;")


def nested(opening: str, inner: str, closing: str, depth: int = 100_000) -> str:
    return opening * depth + inner + closing * depth


def metadata_json(inner: str) -> bytes:
    """Return a registration whose metadata is written out by hand, as no encoder would."""
    return document(instance(metadata="HERE")).replace(b'"HERE"', inner.encode("utf-8", "surrogatepass"))


XML_DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "billion laughs": billion_laughs,
    "quadratic blowup": lambda: entities(f'<!ENTITY a "{"x" * 100_000}">', use="&a;" * 50_000),
    "entity of itself": lambda: entities('<!ENTITY a "&b;">', '<!ENTITY b "&a;">'),
    "external file": lambda: entities('<!ENTITY a SYSTEM "file:///etc/passwd">'),
    "parameter entity": lambda: entities('<!ENTITY % a SYSTEM "file:///etc/passwd">', "%a;", use=""),
    "any document type": lambda: xml("", before="<!DOCTYPE instance>"),
    "public document type": lambda: xml("", before='<!DOCTYPE a PUBLIC "-//A//B" "file:///etc/passwd">'),
    "undeclared entity": lambda: xml("<vipAddress>&nbsp;</vipAddress>"),
    "100,000 deep": lambda: xml(nested("<a>", "", "</a>")),
    "100,000 deep and never closed": lambda: b"<a>" * 100_000,
    "100,000 attributes": lambda: xml("<b " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"),
    "a million elements": lambda: xml("<b/>" * MILLION),
    "a million names": lambda: xml("".join(f"<b{n}/>" for n in range(600_000))),
    "a million metadata entries": lambda: xml(f"<metadata>{''.join(f'<b{n}/>' for n in range(600_000))}</metadata>"),
    "a name of 1 MB": lambda: xml(f"<metadata><{'b' * MILLION}/></metadata>"),
    "9 MB of comment": lambda: xml(f"<!--{'x' * 9 * MILLION}--><app>{'x' * 300}</app>"),
    "9 MB of text": lambda: xml(f"<vipAddress>{'x' * 9 * MILLION}</vipAddress>"),
    "NUL": lambda: xml("<vipAddress>\0</vipAddress>"),
    "NUL as a reference": lambda: xml("<vipAddress>&#0;</vipAddress>"),
    "control character as a reference": lambda: xml("<vipAddress>&#1;</vipAddress>"),
    "surrogate as a reference": lambda: xml("<vipAddress>&#xD800;</vipAddress>"),
    "surrogate as bytes": lambda: xml("<vipAddress>HERE</vipAddress>").replace(b"HERE", b"\xed\xa0\x80"),
    "bytes that are no UTF-8": lambda: xml("<vipAddress>HERE</vipAddress>").replace(b"HERE", b"\xff\xfe"),
    "unknown encoding": lambda: xml("", before='<?xml version="1.0" encoding="utf-7"?>'),
    "two roots": lambda: xml("") + xml(""),
    "an XInclude for a root": lambda: b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>',
    "nothing": lambda: b"",
    "cut": lambda: xml("")[:-5],
    "random bytes": lambda: bytes(n * 7919 % 251 for n in range(100_000)),
}

JSON_DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "100,000 lists deep": lambda: nested("[", "", "]").encode(),
    "100,000 objects deep": lambda: nested('{"instance":', "1", "}").encode(),
    "100,000 deep in metadata": lambda: metadata_json(nested('{"a":', "1", "}")),
    "100,000 deep and never closed": lambda: b"[" * 100_000,
    "a million values": lambda: metadata_json(f'{{"a":[{"1," * 2 * MILLION}1]}}'),
    "a million entries": lambda: metadata_json("{" + ",".join(f'"k{n}":""' for n in range(700_000)) + "}"),
    "a million entries beside the instance": lambda: document({})[:-1] + b',"x":[' + b"{}," * MILLION + b"{}]}",
    "equal keys a million times": lambda: metadata_json("{" + '"k":"",' * MILLION + '"k":[]}'),
    "keys that are numbers": lambda: metadata_json("{" + ",".join(f'"{n * 2**61}":1' for n in range(300_000)) + "}"),
    "9 MB of blanks": lambda: b" " * 9 * MILLION + b"[]",
    "9 MB of text": lambda: document(instance(vipAddress="x" * 9 * MILLION)),
    "9 MB of digits": lambda: metadata_json("9" * 9 * MILLION),
    "NaN": lambda: metadata_json('{"a":NaN}'),
    "Infinity": lambda: metadata_json('{"a":-Infinity}'),
    "lone surrogate": lambda: metadata_json('{"a":"\\ud800"}'),
    "lone surrogate in a key": lambda: metadata_json('{"\\udfff":"a"}'),
    "lone surrogate as bytes": lambda: metadata_json('{"a":"\ud800"}'),
    "bytes that are no UTF-8": lambda: metadata_json('{"a":"HERE"}').replace(b"HERE", b"\xff"),
    "overlong NUL": lambda: metadata_json('{"a":"HERE"}').replace(b"HERE", b"\xc0\x80"),
    "raw NUL": lambda: metadata_json('{"a":"\0"}'),
    "raw line end": lambda: metadata_json('{"a":"\r\n"}'),
    "bad escape": lambda: metadata_json('{"a":"\\x41"}'),
    "two documents": lambda: document(instance()) * 2,
    "another root": lambda: b'[{"instance":{}}]',
    "no instance": lambda: b'{"instance":null}',
    "a list for the instance": lambda: b'{"instance":[1,2]}',
    "nothing": lambda: b"",
    "cut": lambda: document(instance())[:-3],
    "UTF-16": lambda: document(instance()).decode().encode("utf-16"),
}


def bomb(plain_mb: int) -> bytes:
    """Return what gunzips to many zeros, without ever holding them."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(2**20)
    return b"".join(compressor.compress(piece) for _ in range(plain_mb)) + compressor.flush()


GZIPS: dict[str, Callable[[], bytes]] = {
    "512 MB of zeros": lambda: bomb(512),
    "zeros up to just under the limit": lambda: bomb(9),
    "a bomb in a bomb": lambda: gzip.compress(bomb(512)),
    "9 MB of blanks around a registration": lambda: gzip.compress(b" " * 9 * MILLION + document(instance())),
    "cut": lambda: gzip.compress(document(instance()))[:-9],
    "followed by garbage": lambda: gzip.compress(document(instance())) + b"garbage",
    "followed by another": lambda: gzip.compress(document(instance())) + gzip.compress(b"{}"),
    "with a wrong check sum": lambda: gzip.compress(document(instance()))[:-8] + bytes(8),
    "zlib instead": lambda: zlib.compress(document(instance())),
    "plain instead": lambda: document(instance()),
    "nothing": lambda: b"",
    "twice": lambda: gzip.compress(gzip.compress(document(instance()))),
}

BATCHES: dict[str, Callable[[], bytes]] = {
    "two million items": lambda: b'{"replicationList":[' + b"1," * 2 * MILLION + b"1]}",
    "a million objects": lambda: b'{"replicationList":[' + b"{}," * MILLION + b"{}]}",
    "20,001 heartbeats": lambda: json.dumps(
        {"replicationList": [{"appName": "A", "id": str(n), "action": "Heartbeat"} for n in range(20_001)]}
    ).encode(),
    "no list": lambda: b'{"replicationList":{}}',
    "deep": lambda: b'{"replicationList":' + nested("[", "", "]").encode() + b"}",
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", XML_DOCUMENTS)
def test_xml(node: HostileNode, name: str) -> None:
    sent = post(TARGET, XML_DOCUMENTS[name](), XML_TYPE)
    with withstanding(node):
        assert_refused(node.ask(sent))


@pytest.mark.parametrize("name", JSON_DOCUMENTS)
def test_json(node: HostileNode, name: str) -> None:
    sent = post(TARGET, JSON_DOCUMENTS[name](), JSON_TYPE)
    with withstanding(node):
        assert_refused(node.ask(sent))


@pytest.mark.parametrize("name", GZIPS)
@pytest.mark.parametrize("path", [TARGET, BATCH])
def test_gzip(node: HostileNode, path: str, name: str) -> None:
    sent = post(path, GZIPS[name](), JSON_TYPE, GZIP)
    with withstanding(node):
        assert_refused(node.ask(sent))


@pytest.mark.parametrize("name", BATCHES)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_batches(node: HostileNode, encoding: str, name: str) -> None:
    body = BATCHES[name]()
    sent = post(BATCH, gzip.compress(body) if encoding == "gzip" else body, JSON_TYPE, f"Content-Encoding: {encoding}")
    with withstanding(node):
        assert_refused(node.ask(sent))


@pytest.mark.parametrize("path", [TARGET, BATCH])
@pytest.mark.parametrize("media_type", [JSON_TYPE, XML_TYPE])
@pytest.mark.parametrize("form", ["known length", "chunked", "tiny chunks"])
def test_bodies_of_20_mb(node: HostileNode, form: str, media_type: str, path: str) -> None:
    body = b" " * 20 * MILLION
    if form == "known length":
        sent = post(path, body, media_type)
    else:
        sent = chunked(path, body[: len(body) if form == "chunked" else MILLION], media_type, size=65_536)
        sent = sent if form == "chunked" else chunked(path, body[:MILLION], media_type, size=1)
    with withstanding(node):
        assert_refused(node.ask(sent))


def test_no_document_makes_the_node_call_anybody(node: HostileNode) -> None:
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(1)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"

        def take_one_call() -> None:
            try:
                calls.append(listener.accept())
            except TimeoutError:
                return

        thread = threading.Thread(target=take_one_call)
        thread.start()
        documents = (
            entities(f'<!ENTITY a SYSTEM "{url}">'),
            entities(f'<!ENTITY % a SYSTEM "{url}">', "%a;", use=""),
            xml("", before=f'<!DOCTYPE instance SYSTEM "{url}">'),
            xml("", before=f'<!DOCTYPE instance PUBLIC "-//A//B" "{url}">'),
        )
        with withstanding(node):
            for sent in documents:
                assert_refused(node.ask(post(TARGET, sent, XML_TYPE)))
        with withstanding(node, may_store=True):
            urls = dict.fromkeys(("homePageUrl", "statusPageUrl", "healthCheckUrl", "secureHealthCheckUrl"), url)
            assert node.ask(post(TARGET, document(instance(**urls)), JSON_TYPE)).startswith(b"HTTP/1.1 204 ")
        thread.join()
    assert calls == []
