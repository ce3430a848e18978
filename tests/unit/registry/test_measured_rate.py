from __future__ import annotations

from eureka_py.registry.measured_rate import MeasuredRate
from eureka_py.testing import FakeClock


def counted(rate: MeasuredRate, times: int) -> None:
    for _ in range(times):
        rate.increment()


def test_e4_nothing_is_known_in_the_first_minute(clock: FakeClock) -> None:
    rate = MeasuredRate(clock)
    counted(rate, 5)
    clock.advance(seconds=59, ms=999)
    assert rate.count() == 0


def test_after_a_minute_the_rate_counts_what_that_minute_had(clock: FakeClock) -> None:
    rate = MeasuredRate(clock)
    clock.advance(seconds=10)
    counted(rate, 5)
    clock.advance(seconds=50)
    assert rate.count() == 5


def test_the_window_slides(clock: FakeClock) -> None:
    rate = MeasuredRate(clock)
    clock.advance(seconds=100)
    counted(rate, 3)
    clock.advance(seconds=30)
    counted(rate, 4)
    assert rate.count() == 7
    clock.advance(seconds=30)
    assert rate.count() == 4
    clock.advance(seconds=30)
    assert rate.count() == 0


def test_a_steady_rate_reads_the_same_all_the_time(clock: FakeClock) -> None:
    rate = MeasuredRate(clock)
    readings = set()
    for second in range(300):
        counted(rate, 2)
        if second >= 60:
            readings.add(rate.count())
        clock.advance(seconds=1)
    assert readings == {120}


def test_a_long_silence_leaves_nothing_behind(clock: FakeClock) -> None:
    rate = MeasuredRate(clock)
    for seconds in (60, 61, 3_600, 86_400):
        counted(rate, 9)
        clock.advance(seconds=seconds)
        assert rate.count() == 0
    counted(rate, 1)
    assert rate.count() == 1


def test_reading_does_not_change_the_rate(clock: FakeClock) -> None:
    rate = MeasuredRate(clock)
    clock.advance(seconds=60)
    counted(rate, 2)
    assert [rate.count(), rate.count(), rate.count()] == [2, 2, 2]


def test_a_jump_of_the_wall_clock_changes_nothing(clock: FakeClock) -> None:
    rate = MeasuredRate(clock)
    clock.advance(seconds=60)
    counted(rate, 2)
    clock.jump_wall(seconds=-86_400)
    counted(rate, 1)
    clock.jump_wall(seconds=200_000)
    assert rate.count() == 3
