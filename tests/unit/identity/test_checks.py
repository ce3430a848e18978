from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from eureka_py.identity.checks import BusyError, Checks


def test_of_equal_checks_at_the_same_time_one_is_made() -> None:
    checks: Checks[str, int] = Checks(at_once=1, waiting=3)
    begun, may_end = threading.Event(), threading.Event()
    made: list[int] = []

    def check() -> int:
        made.append(1)
        begun.set()
        assert may_end.wait(10)
        return 7

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(checks.result, "key", check)
        assert begun.wait(10)
        others = [pool.submit(checks.result, "key", check) for _ in range(3)]
        while checks._inside < 4:
            threading.Event().wait(0.001)
        with pytest.raises(BusyError):
            checks.result("other", check)
        may_end.set()
        assert [one.result(10) for one in (first, *others)] == [7] * 4
    assert made == [1]


def test_a_check_that_breaks_breaks_for_all_and_is_over() -> None:
    checks: Checks[str, int] = Checks(at_once=1, waiting=0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            checks.result("key", lambda: 1 // 0)
    assert checks.result("key", lambda: 1) == 1


@pytest.mark.parametrize(("threads", "inside"), [(1, 1), (2, 1), (4, 2), (8, 4), (32, 16)])
def test_half_of_the_threads_are_left_to_others(threads: int, inside: int) -> None:
    checks: Checks[str, int] = Checks.for_threads(threads)
    assert checks._most_inside == inside
