"""What every attack is judged by, whatever it was. README.md says it in words."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from tests.hostile.node import WITNESS, HostileNode
from tests.hostile.requests import request
from tests.integration.serving.process import eventually

MOST_WAIT_S = 1.0
MOST_GROWTH_MB = 50.0
FITTING_5XX = frozenset({501, 503, 505})
"""What HTTP says of an unknown transfer coding, of a node that takes no more, and of an unknown version."""
BETWEEN_ROUNDS_S = 0.02

_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
_TROUBLE = re.compile(r"\b(ERROR|CRITICAL)\b|Traceback")


def statuses_of(answer: bytes) -> list[int]:
    """Return the statuses of all that was answered, but for `100 Continue`."""
    return [status for status in map(int, _STATUS.findall(answer)) if status != 100]


def assert_refused(answer: bytes) -> None:
    """Assert that nothing was answered but that the request will not do, or nothing at all."""
    wrong = [status for status in statuses_of(answer) if not 400 <= status < 500 and status not in FITTING_5XX]
    assert not wrong, answer[:500]


def assert_no_fault(answer: bytes) -> None:
    """Assert that a request which may be answered or refused did not fail."""
    wrong = [status for status in statuses_of(answer) if status >= 500 and status not in FITTING_5XX]
    assert not wrong, answer[:500]


@contextmanager
def withstanding(node: HostileNode, *, may_store: bool = False) -> Iterator[None]:
    """Assert that what happens inside hurts neither the node nor its other clients.

    `may_store`: it may register something, as long as all can be read after it; it is removed then.
    """
    before, memory_mb, lines = node.state(), node.memory_mb(), len(node.server.lines)
    with Bystander(node) as bystander:
        yield
    assert node.is_alive(), "the worker has gone"
    assert not bystander.failures, bystander.failures[:3]
    assert bystander.slowest_s < MOST_WAIT_S, f"another client waited {bystander.slowest_s:.1f} s"
    if may_store:
        assert_readable(node)
        remove_all_but_the_witness(node)
        left = node.state().instances
        assert left == before.instances, f"{left} instances where {before.instances} were"
    else:
        after = node.state()
        assert after == before, f"{before} became {after}"
    has_shrunk = eventually(lambda: node.memory_mb() < memory_mb + MOST_GROWTH_MB)
    assert has_shrunk, f"memory grew from {memory_mb:.0f} to {node.memory_mb():.0f} MB"
    trouble = [line for line in node.server.lines[lines:] if _TROUBLE.search(line)]
    assert not trouble, trouble[:3]


class Bystander:
    """Another client, who reads and sends heartbeats all the time, over new connections."""

    def __init__(self, node: HostileNode) -> None:
        self._node = node
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._rounds = 0
        self.slowest_s = 0.0
        self.failures: list[str] = []

    def __enter__(self) -> Bystander:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._is_over.is_set() or self._rounds < 1:
            began = time.monotonic()
            try:
                self._node.get("/eureka/apps", "Accept: application/json")
                renewed = self._node.heartbeat()
                if not renewed.startswith(b"HTTP/1.1 200 "):
                    self.failures.append(repr(renewed[:200]))
            except (OSError, AssertionError) as ex:
                self.failures.append(repr(ex))
            self.slowest_s = max(self.slowest_s, time.monotonic() - began)
            self._rounds += 1
            self._is_over.wait(BETWEEN_ROUNDS_S)


def assert_readable(node: HostileNode) -> None:
    """Assert that every reader can read all applications, in every form."""
    for form in ("full", "compact"):
        root = ElementTree.fromstring(node.get("/eureka/apps", "Accept: application/xml", f"X-Eureka-Accept: {form}"))
        assert WITNESS[1] in [element.text for element in root.iter("instanceId")]
    apps = node.applications()
    assert WITNESS[0] in [app["name"] for app in apps]
    for page in ("/", "/lastn"):
        assert b"<script>alert" not in node.get(page)


def remove_all_but_the_witness(node: HostileNode) -> None:
    """Cancel what an attack registered."""
    for app in node.applications():
        for instance in app["instance"]:
            key = (app["name"], instance.get("instanceId") or instance["hostName"])
            if key != WITNESS:
                path = "/".join(("/eureka/apps", *("".join(f"%{byte:02X}" for byte in part.encode()) for part in key)))
                node.ask(request("DELETE", path))
