from __future__ import annotations

from random import Random

import pytest

from eureka_py.clock import NS_PER_MS
from eureka_py.registry.eviction import CompensationTime, choose, eviction_limit

SIZES = (0, 1, 2, 3, 6, 7, 8, 10, 13, 14, 20, 27, 50, 100, 1000)
LIMITS = (0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 5, 8, 15, 150)


@pytest.mark.parametrize(("size", "limit"), list(zip(SIZES, LIMITS, strict=True)))
def test_one_sweep_takes_at_most_the_share_that_need_not_renew(size: int, limit: int) -> None:
    assert eviction_limit(size, 0.85) == limit


def test_100_dead_leases_shrink_sweep_by_sweep() -> None:
    sizes = [100]
    while len(sizes) < 13:
        sizes.append(sizes[-1] - eviction_limit(sizes[-1], 0.85))
    assert sizes == [100, 85, 72, 61, 51, 43, 36, 30, 25, 21, 17, 14, 11]


def test_where_every_lease_must_renew_one_is_taken() -> None:
    assert eviction_limit(100, 1.0) == 1


@pytest.mark.parametrize("limit", [0, 1, 7, 20, 21, 1_000])
def test_no_more_are_chosen_than_allowed_or_expired_and_none_twice(limit: int) -> None:
    expired = list(range(20))
    chosen = choose(expired, limit, Random(1))
    assert len(chosen) == len(set(chosen)) == min(limit, 20)
    assert set(chosen) <= set(expired)


def test_the_choice_is_random_and_leaves_the_candidates_as_they_are() -> None:
    expired = list(range(20))
    choices = {tuple(choose(expired, 5, Random(seed))) for seed in range(20)}
    assert len(choices) > 10
    assert expired == list(range(20))
    assert set().union(*choices) == set(expired)


def test_the_same_seed_chooses_the_same() -> None:
    assert choose(range(20), 5, Random(7)) == choose(range(20), 5, Random(7))


@pytest.mark.parametrize("interval_ms", [1_000, 60_000])
def test_e10_a_late_sweep_is_made_up_for_and_an_early_one_is_not(interval_ms: int) -> None:
    interval_ns = interval_ms * NS_PER_MS
    runs_ns = (1, 1 + interval_ns, 1 + 2 * interval_ns + 10 * NS_PER_MS, 1 + 3 * interval_ns - 1)
    compensation = CompensationTime(interval_ms)
    assert [compensation.next_ms(run_ns) for run_ns in runs_ns] == [0, 0, 10, 0]


def test_part_of_a_millisecond_late_is_not_late() -> None:
    compensation = CompensationTime(1_000)
    assert compensation.next_ms(0) == 0
    assert compensation.next_ms(1_000 * NS_PER_MS + 999_999) == 0


def test_the_first_sweep_is_never_late() -> None:
    assert CompensationTime(1_000).next_ms(10**18) == 0
