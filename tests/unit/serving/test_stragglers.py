from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import pytest

from eureka_py.serving import stragglers
from eureka_py.serving.stragglers import leave_stragglers_behind


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stragglers, "PATIENCE_S", 0.01)
    monkeypatch.setattr(logging, "shutdown", lambda: None)


@pytest.fixture
def ended() -> list[int]:
    return []


def in_a_thread(action: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=action)
    thread.start()
    return thread


def test_the_process_ends_although_a_request_hangs(ended: list[int], caplog: pytest.LogCaptureFixture) -> None:
    may_end = threading.Event()
    thread = in_a_thread(may_end.wait)
    leave_stragglers_behind(ended.append)
    may_end.set()
    thread.join()
    assert ended == [0]
    assert caplog.messages == ["requests cut off threads=1"]


def test_without_stragglers_the_process_ends_by_itself(ended: list[int]) -> None:
    in_a_thread(lambda: None).join()
    leave_stragglers_behind(ended.append)
    assert ended == []
