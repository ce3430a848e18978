"""Messages whose limits could be read in two ways, or that are no HTTP/1.1 at all.

Where a second request hides in the first, it is a registration: if it were read, the judge would find it stored.
"""

from __future__ import annotations

import random

import pytest

from tests.hostile.judge import assert_refused, withstanding
from tests.hostile.node import HostileNode
from tests.hostile.requests import JSON_TYPE, TARGET, document, instance, registration

BODY = document(instance())
HIDDEN = registration()
POST = f"POST {TARGET} HTTP/1.1\r\nHost: e\r\n{JSON_TYPE}\r\n".encode()
GET = b"GET /eureka/apps HTTP/1.1\r\nHost: e\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
AS_CHUNK = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
MANY = 10_000


def with_head(*lines: bytes, body: bytes = BODY) -> bytes:
    return POST + b"".join(lines) + b"\r\n" + body + HIDDEN


def with_chunks(chunks: bytes) -> bytes:
    return POST + CHUNKED + b"\r\n" + chunks + HIDDEN


def with_size(size: bytes) -> bytes:
    return with_chunks(size + b"\r\n" + BODY + b"\r\n0\r\n\r\n")


SIZE = b"%x" % len(BODY)
AMBIGUOUS = {
    "length and chunked": with_head(LENGTH, CHUNKED, body=AS_CHUNK),
    "chunked and length": with_head(CHUNKED, LENGTH, body=AS_CHUNK),
    "chunked and a length of 0": with_head(CHUNKED, b"Content-Length: 0\r\n", body=AS_CHUNK),
    "blank before the colon": with_head(b"Transfer-Encoding : chunked\r\n", LENGTH),
    "tab before the colon": with_head(b"Content-Length\t: 5\r\n"),
    "folded": with_head(b"Transfer-Encoding:\r\n chunked\r\n", LENGTH),
    "folded length": with_head(b"X: y\r\n Content-Length: 5\r\n"),
    "first line folded": POST.replace(b"\r\n", b"\r\n ", 1) + LENGTH + b"\r\n" + BODY,
    "chunked, identity": with_head(b"Transfer-Encoding: chunked, identity\r\n", body=AS_CHUNK),
    "identity": with_head(b"Transfer-Encoding: identity\r\n", LENGTH),
    "xchunked": with_head(b"Transfer-Encoding: xchunked\r\n", body=AS_CHUNK),
    "chunked twice": with_head(b"Transfer-Encoding: chunked, chunked\r\n", body=AS_CHUNK),
    "chunked in two lines": with_head(CHUNKED, CHUNKED, body=AS_CHUNK),
    "chunked in quotes": with_head(b'Transfer-Encoding: "chunked"\r\n', body=AS_CHUNK),
    "chunked after a vertical tab": with_head(b"Transfer-Encoding: \x0bchunked\r\n", LENGTH),
    "chunked with a parameter": with_head(b"Transfer-Encoding: chunked;a=b\r\n", body=AS_CHUNK),
    "empty transfer encoding": with_head(b"Transfer-Encoding:\r\n", LENGTH),
    "underscore for a dash": with_head(b"Transfer_Encoding: chunked\r\n", b"Content-Length: x\r\n"),
    "HTTP/1.0 and chunked": with_head(CHUNKED, body=AS_CHUNK).replace(b"HTTP/1.1", b"HTTP/1.0", 1),
    "equal lengths": with_head(LENGTH, LENGTH),
    "differing lengths": with_head(LENGTH, b"Content-Length: 5\r\n"),
    "a list of lengths": with_head(LENGTH.replace(b"\r\n", b", 5\r\n")),
    "a list of equal lengths": with_head(b"Content-Length: %d, %d\r\n" % (len(BODY), len(BODY))),
    "negative length": with_head(b"Content-Length: -1\r\n"),
    "plus": with_head(b"Content-Length: +%d\r\n" % len(BODY)),
    "hexadecimal length": with_head(b"Content-Length: 0x%x\r\n" % len(BODY)),
    "underscored length": with_head(b"Content-Length: 1_0\r\n"),
    "superscript length": with_head(b"Content-Length: \xb2\r\n"),
    "empty length": with_head(b"Content-Length:\r\n"),
    "length of 20 digits": with_head(b"Content-Length: 99999999999999999999\r\n"),
    "length of 5,000 digits": with_head(b"Content-Length: " + b"9" * 5000 + b"\r\n"),
    "length beyond the limit": with_head(b"Content-Length: 99999999999\r\n"),
    "size that is none": with_size(b"xyz"),
    "negative size": with_size(b"-5"),
    "size with a plus": with_size(b"+" + SIZE),
    "size with 0x": with_size(b"0x" + SIZE),
    "size with an underscore": with_size(b"1_0"),
    "size after a blank": with_size(b" " + SIZE),
    "no size": with_size(b""),
    "size of 5,000 digits": with_size(b"f" * 5000),
    "size of 17 digits": with_size(b"1" + b"0" * 14 + SIZE),
    "size before a bare LF": with_chunks(SIZE + b"\n" + BODY + b"\r\n0\r\n\r\n"),
    "extension of 200 KB": with_size(SIZE + b";" + b"x" * 200_000),
    "extension with a CR": with_size(SIZE + b";a\rb"),
    "extension with a bare LF": with_size(SIZE + b";\n" + b"0"),
    "chunk longer than it says": with_chunks(b"5\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "chunk shorter than it says": with_chunks(b"ffff\r\n" + BODY + b"\r\n0\r\n\r\n")[: -len(HIDDEN)],
    "no end": with_chunks(SIZE + b"\r\n" + BODY + b"\r\n")[: -len(HIDDEN)],
    "trailer that is a length": with_chunks(AS_CHUNK[:-2] + b"Content-Length: 5\r\n\r\n"),
    "trailer without a colon": with_chunks(AS_CHUNK[:-2] + b"nothing\r\n\r\n"),
    "trailer with NUL": with_chunks(AS_CHUNK[:-2] + b"A: \0\r\n\r\n"),
    "10,000 trailers": with_chunks(AS_CHUNK[:-2] + b"A: b\r\n" * MANY + b"\r\n"),
}

MALFORMED = {
    "bare LF": GET.replace(b"\r\n", b"\n") + b"\n",
    "bare LF within": GET + b"A: b\nContent-Length: 5\r\n\r\n",
    "bare CR": GET + b"A: b\rC: d\r\n\r\n",
    "NUL": GET + b"A: b\0c\r\n\r\n",
    "NUL in a name": GET + b"A\0: b\r\n\r\n",
    "other control character": GET + b"A: \x01\r\n\r\n",
    "bytes in a name": GET + b"\xc3\xa4: b\r\n\r\n",
    "blank in a name": GET + b"A B: c\r\n\r\n",
    "bracket in a name": GET + b"A(b): c\r\n\r\n",
    "no name": GET + b": b\r\n\r\n",
    "no colon": GET + b"A\r\n\r\n",
    "header of 1 MB": GET + b"A: " + b"x" * 10**6 + b"\r\n\r\n",
    "header name of 1 MB": GET + b"x" * 10**6 + b": a\r\n\r\n",
    "10,000 headers": GET + b"A: b\r\n" * MANY + b"\r\n",
    "10,000 names": GET + b"".join(b"A%d: b\r\n" % n for n in range(MANY)) + b"\r\n",
    "200 headers of 4 KB": GET + b"".join(b"A%d: %s\r\n" % (n, b"x" * 4000) for n in range(200)) + b"\r\n",
    "head of 700 KB": GET + b"".join(b"A%d: %s\r\n" % (n, b"x" * 8000) for n in range(90)) + b"\r\n",
    "request line of 1 MB": b"GET /" + b"x" * 10**6 + b" HTTP/1.1\r\nHost: e\r\n\r\n",
    "query of 1 MB": b"GET /eureka/apps?" + b"x" * 10**6 + b" HTTP/1.1\r\nHost: e\r\n\r\n",
    "method of 1 MB": b"G" * 10**6 + b" / HTTP/1.1\r\nHost: e\r\n\r\n",
    "no method": b" / HTTP/1.1\r\nHost: e\r\n\r\n",
    "method with a control character": b"GE\x01T / HTTP/1.1\r\nHost: e\r\n\r\n",
    "method in lower case": b"get /eureka/apps HTTP/1.1\r\nHost: e\r\n\r\n",
    "method of other bytes": b"G\xc3\x8bT / HTTP/1.1\r\nHost: e\r\n\r\n",
    "unknown method": b"BREW /eureka/apps HTTP/1.1\r\nHost: e\r\n\r\n",
    "CONNECT": b"CONNECT e:80 HTTP/1.1\r\nHost: e\r\n\r\n",
    "TRACE": b"TRACE /eureka/apps HTTP/1.1\r\nHost: e\r\n\r\n",
    "asterisk": b"GET * HTTP/1.1\r\nHost: e\r\n\r\n",
    "HTTP/0.9": b"GET /eureka/apps\r\n\r\n",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
    "HTTP/2.0": GET.replace(b"1.1", b"2.0") + b"\r\n",
    "HTTP/3.7": GET.replace(b"1.1", b"3.7") + b"\r\n",
    "HTTP/1.10": GET.replace(b"1.1", b"1.10") + b"\r\n",
    "version in lower case": GET.replace(b"HTTP", b"http") + b"\r\n",
    "two blanks": GET.replace(b" HTTP", b"  HTTP") + b"\r\n",
    "raw bytes in the path": b"GET /\xff\xfe HTTP/1.1\r\nHost: e\r\n\r\n",
    "NUL in the path": b"GET /\0 HTTP/1.1\r\nHost: e\r\n\r\n",
    "no Host": b"GET /eureka/apps HTTP/1.1\r\n\r\n",
    "two Hosts": GET + b"Host: f\r\n\r\n",
    "a Host that is none": b"GET /eureka/apps HTTP/1.1\r\nHost: a b\r\n\r\n",
    "unfulfillable expectation": GET + b"Expect: wonders\r\n\r\n",
    "TLS ClientHello": bytes.fromhex("1603010200010001fc0303") + bytes(500),
    "TLS ClientHello with line ends": bytes.fromhex("1603010200010001fc0303") + b"\r\n" * 100,
    "Redis": b"*1\r\n$4\r\nPING\r\n",
    "SSH": b"SSH-2.0-OpenSSH_9.6\r\n",
    "SMTP": b"EHLO e\r\nMAIL FROM:<a@e>\r\n\r\n",
    "PROXY protocol": b"PROXY TCP4 203.0.113.9 127.0.0.1 1 2\r\n" + GET + b"\r\n",
    "line ends": b"\r\n" * 5000,
    "nothing": b"",
}
WHOLE = ("unknown method", "TRACE", "nothing", "line ends")
"""What is no request, or a whole one, so that another may follow."""


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_an_ambiguous_message_is_refused_and_ends_the_connection(node: HostileNode, name: str) -> None:
    with withstanding(node):
        assert_refused(node.ask(AMBIGUOUS[name]))


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_http_is_refused_and_ends_the_connection(node: HostileNode, name: str) -> None:
    with withstanding(node):
        assert_refused(node.ask(MALFORMED[name] + (b"" if name in WHOLE else HIDDEN)))


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_refused(node: HostileNode, seed: int) -> None:
    source = random.Random(seed)
    with withstanding(node):
        for _ in range(20):
            assert_refused(node.ask(source.randbytes(source.randrange(1, 100_000))))


@pytest.mark.parametrize("seed", range(5))
def test_good_requests_with_a_few_wrong_bytes_do_not_fail(node: HostileNode, seed: int) -> None:
    source = random.Random(seed)
    good = (GET + b"Accept: application/json\r\nX-Eureka-Accept: compact\r\n\r\n", with_head(LENGTH)[: -len(HIDDEN)])
    with withstanding(node, may_store=True):
        for sent in good * 20:
            changed = bytearray(sent)
            for _ in range(source.randrange(1, 6)):
                changed[source.randrange(len(changed))] = source.randrange(256)
            answer = node.ask(bytes(changed))
            assert b"HTTP/1.1 500" not in answer, bytes(changed)
