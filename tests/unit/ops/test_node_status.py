from __future__ import annotations

import re

import pytest

from eureka_py.ops.node_status import NodeStatus, memory_text, usage_text
from eureka_py.testing import FakeClock

_MB = 1 << 20


def test_general_stats_have_the_names_and_forms_of_netflix(clock: FakeClock) -> None:
    status = NodeStatus(environment="prod", clock=clock)
    clock.advance(seconds=27 * 3600 + 7 * 60)
    stats = status.general_stats()
    assert set(stats) == {"environment", "num-of-cpus", "total-avail-memory", "current-memory-usage", "server-uptime"}
    assert stats["environment"] == "prod"
    assert stats["server-uptime"] == "1 day 03:07"
    assert int(stats["num-of-cpus"]) >= 1
    assert re.fullmatch(r"\d+mb", stats["total-avail-memory"])
    assert re.fullmatch(r"\d+mb \(\d+%\)", stats["current-memory-usage"])


def test_uptime_counts_from_the_start_whatever_the_wall_clock_does(clock: FakeClock) -> None:
    status = NodeStatus(environment="test", clock=clock)
    clock.advance(seconds=90.5)
    clock.jump_wall(seconds=-86_400)
    assert status.uptime_s() == 90


def test_a_node_alone_has_no_replicas(clock: FakeClock) -> None:
    assert NodeStatus(environment="test", clock=clock).application_stats() == {
        "registered-replicas": "",
        "available-replicas": "",
        "unavailable-replicas": "",
    }


@pytest.mark.parametrize(
    ("used", "available", "text"),
    [(51 * _MB, 388 * _MB, "51mb (13%)"), (51 * _MB + 1, 51 * _MB + 2, "51mb (99%)"), (51 * _MB, None, "51mb")],
)
def test_megabytes_and_percents_are_rounded_down(used: int, available: int | None, text: str) -> None:
    assert usage_text(used, available) == text


def test_available_memory_is_in_whole_megabytes() -> None:
    assert memory_text(389 * _MB - 1) == "388mb"
