"""The worst attacks, many times: what each leaves behind adds up."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from tests.hostile.judge import assert_refused, withstanding
from tests.hostile.node import HostileNode
from tests.hostile.requests import JSON_TYPE, TARGET, XML_TYPE, chunked, document, instance, post, xml

ROUNDS = 50
WORST: dict[str, Callable[[], bytes]] = {
    "gzip bomb": lambda: post(TARGET, gzip.compress(bytes(20_000_000)), JSON_TYPE, "Content-Encoding: gzip"),
    "JSON of many values": lambda: post(TARGET, b'{"instance":[' + b"{}," * 300_000 + b"{}]}", JSON_TYPE),
    "XML of many elements": lambda: post(TARGET, xml("<b/>" * 600_000), XML_TYPE),
    "chunked 20 MB": lambda: chunked(TARGET, b" " * 20_000_000, JSON_TYPE),
    "9 MB of text": lambda: post(TARGET, document(instance(vipAddress="x" * 9_000_000)), JSON_TYPE),
}


@pytest.mark.parametrize("name", WORST)
def test_fifty_rounds_leave_no_more_than_one(node: HostileNode, name: str) -> None:
    sent = WORST[name]()
    for _ in range(5):
        assert_refused(node.ask(sent))
    settled_mb = node.memory_mb()
    with withstanding(node):
        for _ in range(ROUNDS - 5):
            assert_refused(node.ask(sent))
    assert node.memory_mb() < settled_mb + 20
