from __future__ import annotations

import re
from datetime import timedelta, timezone

import pytest

from eureka_py.ops.wall_time import uptime_text, wall_time

_DAY_S = 24 * 3600


def test_a_time_is_written_as_on_eurekas_status_page() -> None:
    assert wall_time(1_750_000_000_999, timezone.utc) == "2025-06-15T15:06:40 +0000"
    assert wall_time(1_750_000_000_000, timezone(-timedelta(hours=3, minutes=30))) == "2025-06-15T11:36:40 -0330"


def test_without_a_zone_the_machines_is_taken() -> None:
    assert re.fullmatch(r"2025-06-1\dT\d\d:\d\d:40 [+-]\d{4}", wall_time(1_750_000_000_000))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00"),
        (59, "00:00"),
        (60, "00:01"),
        (_DAY_S - 1, "23:59"),
        (_DAY_S, "1 day 00:00"),
        (_DAY_S + 3 * 3600 + 7 * 60, "1 day 03:07"),
        (12 * _DAY_S + 10 * 3600, "12 days 10:00"),
    ],
)
def test_uptime_is_written_in_days_hours_and_minutes(seconds: int, text: str) -> None:
    assert uptime_text(seconds) == text
