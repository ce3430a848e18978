from __future__ import annotations

import pytest

from eureka_py.config import PreservationConfig
from eureka_py.config.settings import GLOBAL, PER_LEASE
from eureka_py.model import InstanceKey
from eureka_py.ops.explanation import ARITHMETIC_IN_WORDS, Situation, explain, situation_of
from eureka_py.ops.wall_time import wall_time
from eureka_py.registry.interface import ExpiredLease, PreservationReport
from eureka_py.registry.preservation import Judgement
from eureka_py.registry.self_preservation import PreservationState

SINCE_MS = 1_750_000_000_000
UPTIME_S = 3600


def a_report(
    *,
    expected: int = 10,
    seen: int = 10,
    needed: int = 8,
    is_enabled: bool = True,
    is_active: bool = False,
    ends_at_ms: int | None = None,
    expired: int = 0,
    evictable: int = 0,
    arithmetic: str = PER_LEASE,
) -> PreservationReport:
    unit = "leases" if arithmetic == PER_LEASE else "renewals per minute"
    is_below = is_enabled and seen < needed
    state = PreservationState(
        is_enabled, is_active, Judgement(unit, expected, seen, needed), SINCE_MS if is_below else None, ends_at_ms
    )
    leases = tuple(ExpiredLease(InstanceKey("", "ORDERS", f"i-{n}"), 1000) for n in range(expired))
    return PreservationReport(arithmetic, state, seen, 2.0 * expected, leases, evictable)


def words(report: PreservationReport, config: PreservationConfig | None = None, *, uptime_s: int = UPTIME_S) -> str:
    return explain(report, config or PreservationConfig(), uptime_s=uptime_s).text


@pytest.mark.parametrize(
    ("report", "situation"),
    [
        (a_report(), Situation.ALL_WELL),
        (a_report(expected=0, seen=0, needed=0), Situation.ALL_WELL),
        (a_report(expected=0, seen=0, needed=1, arithmetic=GLOBAL), Situation.ALL_WELL),
        (a_report(seen=5, is_active=True), Situation.PRESERVING),
        (a_report(seen=5, ends_at_ms=SINCE_MS), Situation.TIME_LIMIT_REACHED),
        (a_report(is_enabled=False), Situation.SWITCHED_OFF),
        (a_report(expected=0, seen=0, needed=1, is_enabled=False), Situation.SWITCHED_OFF),
        (a_report(seen=5, is_enabled=False), Situation.SWITCHED_OFF_AND_BELOW),
    ],
)
def test_situations_are_told_apart(report: PreservationReport, situation: Situation) -> None:
    assert situation_of(report) is situation


def test_all_well_says_what_was_seen() -> None:
    assert words(a_report()) == "Leases that renew: 10 of 10, at least 8 needed. No lease is expired."


def test_all_well_with_some_dead_says_what_goes_next() -> None:
    text = words(a_report(seen=9, expired=1, evictable=1))
    assert text.endswith("1 expired lease, of which the next sweep evicts 1 at most.")


def test_an_empty_registry_is_no_reason_to_worry() -> None:
    assert words(a_report(expected=0, seen=0, needed=0)) == "No renewals are expected, since nothing is registered."


def test_preserving_says_since_when_what_is_kept_and_what_ends_it() -> None:
    explanation = explain(a_report(seen=5, is_active=True, expired=4), PreservationConfig(), uptime_s=UPTIME_S)
    assert explanation.headline == "Self-preservation is active: nothing is evicted"
    assert explanation.ends_when == "3 more leases renew, or 3 silent ones are cancelled"
    assert explanation.text == (
        "Leases that renew: 5 of 10, at least 8 needed. So many silent clients at once look like a fault of the"
        f" network. Since {wall_time(SINCE_MS)} nothing is evicted; expired leases kept: 4. Instances listed here may"
        " be gone. Eviction resumes when 3 more leases renew, or 3 silent ones are cancelled."
    )


def test_with_a_time_limit_preserving_says_when_it_ends_at_the_latest() -> None:
    text = words(a_report(seen=5, is_active=True, ends_at_ms=SINCE_MS + 600_000))
    assert text.endswith(f", and at {wall_time(SINCE_MS + 600_000)} at the latest.")


def test_one_is_not_many() -> None:
    explanation = explain(a_report(seen=7, is_active=True), PreservationConfig(), uptime_s=UPTIME_S)
    assert explanation.ends_when == "1 more lease renews, or 1 silent one is cancelled"


@pytest.mark.parametrize("threshold", [0.01, 0.5, 0.85, 0.99, 1.0])
def test_as_many_cancellations_as_told_are_enough_and_one_less_is_not(threshold: float) -> None:
    config = PreservationConfig(renewal_percent_threshold=threshold)
    for leases in range(1, 60):
        for renewing in range(leases):
            needed = int(leases * threshold)
            if renewing >= needed:
                continue
            report = a_report(expected=leases, seen=renewing, needed=needed, is_active=True)
            ends_when = explain(report, config, uptime_s=UPTIME_S).ends_when
            assert ends_when is not None
            cancelled = int(ends_when.partition(", or ")[2].split()[0])
            assert renewing >= int((leases - cancelled) * threshold)
            assert renewing < int((leases - cancelled + 1) * threshold)


def test_the_global_arithmetic_speaks_of_renewals() -> None:
    report = a_report(expected=20, seen=12, needed=18, is_active=True, arithmetic=GLOBAL)
    text = words(report)
    assert text.startswith("Renewals in the last minute: 12 of 20, at least 18 needed.")
    assert text.endswith("resumes when 6 more renewals a minute arrive, or enough leases are cancelled.")


def test_the_global_arithmetic_says_that_it_has_not_counted_yet() -> None:
    report = a_report(expected=2, seen=1, needed=2, is_active=True, arithmetic=GLOBAL)
    note = "(the node counts renewals from its second minute on)"
    assert words(report, uptime_s=59).endswith(
        f"1 more renewal a minute arrives, or enough leases are cancelled {note}."
    )
    assert note not in words(report, uptime_s=60)


def test_the_time_limit_says_how_long_preservation_lasted() -> None:
    text = words(a_report(seen=5, ends_at_ms=SINCE_MS + 600_000, expired=4, evictable=2))
    assert f"from {wall_time(SINCE_MS)} to {wall_time(SINCE_MS + 600_000)}" in text
    assert text.endswith("4 expired leases, of which the next sweep evicts 2 at most.")


def test_switched_off_says_what_is_at_risk() -> None:
    assert "evicted although the instances are alive" in words(a_report(is_enabled=False))
    assert words(a_report(expected=0, seen=0, needed=0, is_enabled=False)).startswith("Nothing is registered.")
    assert "Nothing protects" in words(a_report(seen=5, is_enabled=False))


def test_every_arithmetic_has_its_words() -> None:
    assert set(ARITHMETIC_IN_WORDS) == {PER_LEASE, GLOBAL}
