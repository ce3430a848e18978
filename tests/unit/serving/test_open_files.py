from __future__ import annotations

import resource

import pytest

from eureka_py.serving.open_files import OTHER_FILES, allow_connections, possible_connections


class FakeLimit:
    def __init__(self, allowed: int, most: int) -> None:
        self.now = (allowed, most)

    def get(self, which: int) -> tuple[int, int]:
        return self.now

    def set(self, which: int, limits: tuple[int, int]) -> None:
        self.now = limits


def limited_to(monkeypatch: pytest.MonkeyPatch, allowed: int, most: int) -> FakeLimit:
    limit = FakeLimit(allowed, most)
    monkeypatch.setattr(resource, "getrlimit", limit.get)
    monkeypatch.setattr(resource, "setrlimit", limit.set)
    return limit


def test_connections_are_bounded_by_the_files_that_may_ever_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    limited_to(monkeypatch, 1024, 4096)
    assert possible_connections(10_000, least=9) == 4096 - OTHER_FILES
    assert possible_connections(1_000, least=9) == 1_000


def test_there_is_always_room_for_the_least(monkeypatch: pytest.MonkeyPatch) -> None:
    limited_to(monkeypatch, 100, 100)
    assert possible_connections(10_000, least=9) == 9


def test_without_a_limit_all_connections_are_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = limited_to(monkeypatch, 1024, resource.RLIM_INFINITY)
    assert possible_connections(10_000, least=9) == 10_000
    allow_connections(10_000)
    assert limit.now == (10_000 + OTHER_FILES, resource.RLIM_INFINITY)


@pytest.mark.parametrize(
    ("allowed", "raised"),
    [(1024, 4096), (4096, 4096), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)],
)
def test_the_limit_is_raised_as_far_as_needed_and_possible(
    monkeypatch: pytest.MonkeyPatch, allowed: int, raised: int
) -> None:
    limit = limited_to(monkeypatch, allowed, 4096)
    allow_connections(10_000)
    assert limit.now == (raised, 4096)


def test_a_limit_that_is_high_enough_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = limited_to(monkeypatch, 2000, 4096)
    allow_connections(1000)
    assert limit.now == (2000, 4096)
