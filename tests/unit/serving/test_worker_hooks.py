from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from eureka_py.config import Config
from eureka_py.serving.last_answer import LastAnswers
from eureka_py.serving.worker_hooks import SWITCH_INTERVAL_S, WorkerHooks, not_built_yet, wait_for_turn
from eureka_py.serving.worker_lock import VARIABLE, WorkerLock
from eureka_py.serving.wsgi import StartResponse
from tests.unit.serving.gunicorn_fakes import FakeServer, FakeWorker


class FakeNode:
    def __init__(self, config: Config) -> None:
        self.config = config
        self.seen: list[str] = []

    def wsgi(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        return []

    def start(self) -> None:
        self.seen.append("start")

    def drain(self) -> None:
        self.seen.append("drain")

    def stop(self) -> None:
        self.seen.append("stop")


class Builder:
    def __init__(self) -> None:
        self.nodes: list[FakeNode] = []

    def __call__(self, config: Config) -> FakeNode:
        self.nodes.append(FakeNode(config))
        return self.nodes[-1]


class TakenLock(WorkerLock):
    """A lock that another process holds for a number of tries, during which something may happen to the worker."""

    def __init__(self, worker: FakeWorker, tries: int, **happens: object) -> None:
        super().__init__(-1)
        self._worker, self._tries, self._happens = worker, tries, happens

    def try_acquire(self) -> bool:
        self._tries -= 1
        for name, value in self._happens.items():
            setattr(self._worker, name, value)
        return self._tries < 0


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, "")
    interval = sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval)
    number = os.environ[VARIABLE].partition(":")[0]
    if number:
        os.close(int(number))


@pytest.fixture
def build() -> Builder:
    return Builder()


@pytest.fixture
def hooks(build: Builder) -> WorkerHooks:
    return WorkerHooks(Config(), build)


def test_a_worker_builds_its_node_starts_it_and_says_that_it_is_ready(
    hooks: WorkerHooks, build: Builder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    worker = FakeWorker()
    hooks.post_worker_init(worker)
    (node,) = build.nodes
    assert node.seen == ["start"]
    assert isinstance(worker.wsgi, LastAnswers)
    assert worker.before_stop == node.drain
    assert worker.request_timeout_s == Config().server.request_timeout_s
    assert sys.getswitchinterval() == SWITCH_INTERVAL_S
    assert caplog.messages == [
        "eureka_py ready address=http://127.0.0.1:8761 version=0.1.0 mode=standalone"
        f" pid={os.getppid()} worker={os.getpid()}"
    ]


@pytest.mark.parametrize(
    ("place", "host", "port"), [(("127.0.0.2", 4711), "127.0.0.2", 4711), ("/run/e.sock", "unix:/run/e.sock", 8761)]
)
def test_a_node_is_told_the_address_that_was_bound(
    hooks: WorkerHooks, build: Builder, place: tuple[str, int] | str, host: str, port: int
) -> None:
    hooks.post_worker_init(FakeWorker(place))
    server = build.nodes[0].config.server
    assert (server.host, server.port) == (host, port)


def test_a_worker_stops_its_node_when_it_leaves(hooks: WorkerHooks, build: Builder) -> None:
    worker = FakeWorker()
    hooks.post_worker_init(worker)
    hooks.worker_exit(FakeServer(), worker)
    assert build.nodes[0].seen == ["start", "stop"]


def test_a_worker_that_leaves_before_it_has_a_node_has_nothing_to_stop(hooks: WorkerHooks) -> None:
    hooks.worker_exit(FakeServer(), FakeWorker())


def test_the_master_stops_no_node_for_a_worker_that_it_cannot_find(hooks: WorkerHooks, build: Builder) -> None:
    worker = FakeWorker()
    hooks.post_worker_init(worker)
    worker.pid = -1
    hooks.worker_exit(FakeServer(), worker)
    assert build.nodes[0].seen == ["start"]


@pytest.mark.parametrize(("of_master", "of_worker"), [(11, 10), (1, 0), (0, 0)])
def test_a_worker_takes_less_time_to_stop_than_its_master_grants(
    hooks: WorkerHooks, of_master: int, of_worker: int
) -> None:
    worker = FakeWorker()
    worker.cfg.set("graceful_timeout", of_master)
    hooks.post_fork(FakeServer(), worker)
    assert worker.cfg.graceful_timeout == of_worker


def test_a_worker_waits_until_the_one_before_is_gone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    worker = FakeWorker()
    wait_for_turn(worker, TakenLock(worker, tries=2))
    assert caplog.messages == [f"waiting until the worker before is gone pid={os.getpid()}"]


@pytest.mark.parametrize("happens", [{"alive": False}, {"ppid": -1}], ids=["told to stop", "master gone"])
def test_a_worker_that_waits_leaves_at_once_if_it_is_not_wanted_any_more(happens: dict[str, object]) -> None:
    worker = FakeWorker()
    with pytest.raises(SystemExit) as caught:
        wait_for_turn(worker, TakenLock(worker, tries=1000, **happens))
    assert caught.value.code == 0


def test_the_stand_in_for_the_application_answers_nothing() -> None:
    with pytest.raises(RuntimeError, match="not built yet"):
        not_built_yet({}, lambda *_: None)
