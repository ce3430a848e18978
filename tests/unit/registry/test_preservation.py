from __future__ import annotations

import pytest

from eureka_py.config import PreservationConfig
from eureka_py.config.settings import GLOBAL, PER_LEASE
from eureka_py.lease import Lease
from eureka_py.registry.preservation import GlobalArithmetic, Judgement, PerLeaseArithmetic, arithmetic_of
from eureka_py.testing import FakeClock

EXPECTED = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 20, 46, 50, 51, 100, 101, 151, 1000)
THRESHOLDS = (0, 1, 3, 5, 6, 8, 10, 11, 13, 17, 18, 34, 78, 85, 86, 170, 171, 256, 1700)


def global_arithmetic(
    expected_clients: int, *, interval_s: int = 30, percent: float = 0.85, enabled: bool = True
) -> GlobalArithmetic:
    return GlobalArithmetic(
        percent_threshold=percent, interval_s=interval_s, expected_clients=expected_clients, enabled=enabled
    )


def is_enough(arithmetic: GlobalArithmetic, renewals: int) -> bool:
    return arithmetic.judge([], renewals).is_enough


@pytest.mark.parametrize(("expected", "threshold"), list(zip(EXPECTED, THRESHOLDS, strict=True)))
def test_the_threshold_at_30_seconds_and_85_percent(expected: int, threshold: int) -> None:
    assert global_arithmetic(expected).threshold == threshold


@pytest.mark.parametrize(("interval_s", "threshold"), [(15, 34), (60, 8), (10, 51)])
def test_the_threshold_of_10_clients_at_other_intervals(interval_s: int, threshold: int) -> None:
    assert global_arithmetic(10, interval_s=interval_s).threshold == threshold


def test_the_threshold_at_another_percentage() -> None:
    assert global_arithmetic(10, percent=0.5).threshold == 10


def test_e1_the_count_grows_from_0_unlike_netflixs() -> None:
    arithmetic = global_arithmetic(0)
    for _ in range(12):
        arithmetic.lease_granted()
    assert (arithmetic.expected_clients, arithmetic.threshold) == (12, 20)
    assert not is_enough(arithmetic, 20)
    assert is_enough(arithmetic, 21)


@pytest.mark.parametrize(("clients", "expected"), [(1, False), (4, False), (5, False), (6, True), (7, True)])
def test_e2_one_client_that_was_never_there_preserves_fewer_than_six_for_good(clients: int, expected: bool) -> None:
    arithmetic = global_arithmetic(1)
    for _ in range(clients):
        arithmetic.lease_granted()
    assert arithmetic.threshold == int((clients + 1) * 1.7)
    assert is_enough(arithmetic, 2 * clients) is expected


def test_e3_the_threshold_has_to_be_exceeded() -> None:
    arithmetic = global_arithmetic(51)
    assert not is_enough(arithmetic, 86)
    assert is_enough(arithmetic, 87)


def test_e6_a_recount_that_is_not_suspicious_is_taken() -> None:
    arithmetic = global_arithmetic(51)
    arithmetic.recount(44)
    assert (arithmetic.expected_clients, arithmetic.threshold) == (44, 74)


def test_e7_a_recount_that_misses_too_many_is_refused() -> None:
    arithmetic = global_arithmetic(51)
    arithmetic.recount(43)
    assert (arithmetic.expected_clients, arithmetic.threshold) == (51, 86)


def test_a_recount_must_be_more_than_the_share_not_as_much() -> None:
    arithmetic = global_arithmetic(20)
    arithmetic.recount(17)
    assert arithmetic.expected_clients == 20
    arithmetic.recount(18)
    assert arithmetic.expected_clients == 18


def test_e8_without_preservation_every_recount_is_taken() -> None:
    arithmetic = global_arithmetic(51, enabled=False)
    arithmetic.recount(0)
    assert (arithmetic.expected_clients, arithmetic.threshold) == (0, 0)
    arithmetic.lease_granted()  # unlike Netflix's, which stays at 0 from there on
    assert arithmetic.expected_clients == 1


def test_e9_churn_lowers_what_is_expected() -> None:
    arithmetic = global_arithmetic(51)
    for _ in range(5):
        arithmetic.lease_ended()
    assert (arithmetic.expected_clients, arithmetic.threshold) == (46, 78)


def test_no_fewer_than_0_clients_are_expected() -> None:
    arithmetic = global_arithmetic(0)
    arithmetic.lease_ended()
    arithmetic.lease_granted()
    assert arithmetic.expected_clients == 1


def test_the_global_judgement_counts_renewals() -> None:
    judgement = global_arithmetic(51).judge([], 80)
    assert judgement == Judgement("renewals per minute", expected=102, seen=80, needed=87)
    assert judgement.missing == 7


def leases_of(clock: FakeClock, *, renewing: int, silent: int) -> list[Lease[str]]:
    """Return leases of 30 s intervals, of which `silent` were not renewed for the last minute."""
    leases = [Lease("holder", duration_s=90, interval_s=30, clock=clock) for _ in range(renewing + silent)]
    clock.advance(seconds=60)
    for lease in leases[:renewing]:
        lease.renew()
    return leases


@pytest.mark.parametrize(
    ("renewing", "silent", "expected"),
    [
        (0, 0, True),
        (0, 1, True),  # one instance may always die
        (1, 1, True),
        (0, 2, False),
        (5, 1, True),
        (4, 2, False),
        (17, 3, True),
        (16, 4, False),
        (85, 15, True),
        (84, 16, False),
        (0, 100, False),
    ],
)
def test_per_lease_as_many_may_be_silent_as_one_sweep_may_take(
    clock: FakeClock, renewing: int, silent: int, expected: bool
) -> None:
    arithmetic = PerLeaseArithmetic(percent_threshold=0.85, missed_renewals=2)
    judgement = arithmetic.judge(leases_of(clock, renewing=renewing, silent=silent), 0)
    assert judgement.unit == "leases"
    assert (judgement.expected, judgement.seen) == (renewing + silent, renewing)
    assert judgement.is_enough is expected


def test_per_lease_each_lease_is_judged_by_its_own_interval(clock: FakeClock) -> None:
    arithmetic = PerLeaseArithmetic(percent_threshold=0.85, missed_renewals=2)
    slow = [Lease("holder", duration_s=900, interval_s=300, clock=clock) for _ in range(10)]
    quick = [Lease("holder", duration_s=15, interval_s=5, clock=clock) for _ in range(10)]
    clock.advance(seconds=10)
    assert arithmetic.judge(slow + quick, 0).seen == 10
    clock.advance(seconds=590)
    assert arithmetic.judge(slow + quick, 0).seen == 0


def test_per_lease_many_renewals_of_one_lease_do_not_make_up_for_another(clock: FakeClock) -> None:
    arithmetic = PerLeaseArithmetic(percent_threshold=0.85, missed_renewals=2)
    leases = leases_of(clock, renewing=1, silent=3)
    for _ in range(100):
        leases[0].renew()
    assert arithmetic.judge(leases, renewals_last_minute=101).seen == 1


def test_per_lease_how_many_renewals_may_be_missed_is_a_setting(clock: FakeClock) -> None:
    leases = leases_of(clock, renewing=0, silent=10)
    for missed_renewals, seen in ((1, 0), (2, 0), (3, 10)):
        arithmetic = PerLeaseArithmetic(percent_threshold=0.85, missed_renewals=missed_renewals)
        assert arithmetic.judge(leases, 0).seen == seen


def test_per_lease_grants_ends_and_recounts_change_nothing(clock: FakeClock) -> None:
    arithmetic = PerLeaseArithmetic(percent_threshold=0.85, missed_renewals=2)
    leases = leases_of(clock, renewing=3, silent=3)
    before = arithmetic.judge(leases, 0)
    arithmetic.lease_granted()
    arithmetic.lease_ended()
    arithmetic.recount(1_000)
    assert arithmetic.judge(leases, 0) == before


@pytest.mark.parametrize(("name", "kind"), [(PER_LEASE, PerLeaseArithmetic), (GLOBAL, GlobalArithmetic)])
def test_the_settings_name_the_arithmetic(name: str, kind: type) -> None:
    assert type(arithmetic_of(PreservationConfig(arithmetic=name))) is kind


def test_the_settings_reach_the_global_arithmetic() -> None:
    arithmetic = arithmetic_of(
        PreservationConfig(
            arithmetic=GLOBAL,
            renewal_percent_threshold=0.5,
            expected_client_renewal_interval_s=10,
            initial_expected_clients=4,
        )
    )
    assert isinstance(arithmetic, GlobalArithmetic)
    assert (arithmetic.expected_clients, arithmetic.threshold) == (4, 12)
