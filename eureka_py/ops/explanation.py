"""Self-preservation in words: what is the matter, since when, and what has to happen for it to end. Pure."""

from __future__ import annotations

import bisect
import enum
from typing import NamedTuple

from eureka_py.config import PreservationConfig
from eureka_py.config.settings import GLOBAL, PER_LEASE
from eureka_py.ops.wall_time import wall_time
from eureka_py.registry.interface import PreservationReport
from eureka_py.registry.measured_rate import WINDOW_S
from eureka_py.registry.preservation import needed_leases


class Situation(str, enum.Enum):
    """What an operator has to tell apart."""

    ALL_WELL = "all_well"
    PRESERVING = "preserving"
    TIME_LIMIT_REACHED = "time_limit_reached"
    """Still too few renewals, but preservation lasted as long as it may: leases are evicted again."""
    SWITCHED_OFF = "switched_off"
    SWITCHED_OFF_AND_BELOW = "switched_off_and_below"
    """Preservation would act now if it were not switched off."""


class Explanation(NamedTuple):
    """A situation in words. `ends_when` finishes the sentence "it ends when ..."; None unless preserving."""

    situation: Situation
    headline: str
    text: str
    ends_when: str | None


ARITHMETIC_IN_WORDS = {
    PER_LEASE: (
        "A lease counts as renewing until it missed preservation.missed_renewals of its own renewal intervals in a row."
        " Eviction stops when fewer leases renew than the share preservation.renewal_percent_threshold of all, rounded"
        " down."
    ),
    GLOBAL: (
        "Every client is expected to renew once in preservation.expected_client_renewal_interval_s. Eviction stops"
        " when the renewals of the last minute do not exceed the share preservation.renewal_percent_threshold of what"
        " is expected, rounded down."
    ),
}


def explain(report: PreservationReport, config: PreservationConfig, *, uptime_s: int) -> Explanation:
    """Return what an operator should know first, in a headline and a few sentences."""
    situation = situation_of(report)
    ends_when = _ends_when(report, config, uptime_s) if situation is Situation.PRESERVING else None
    headline, text = _WORDS[situation](report, ends_when)
    return Explanation(situation, headline, text, ends_when)


def situation_of(report: PreservationReport) -> Situation:
    """Return which of the situations this is. Where nothing is expected, nothing is missing."""
    state = report.state
    is_below = state.judgement.expected > 0 and not state.judgement.is_enough
    if state.is_active:
        return Situation.PRESERVING
    if not state.is_enabled:
        return Situation.SWITCHED_OFF_AND_BELOW if is_below else Situation.SWITCHED_OFF
    return Situation.TIME_LIMIT_REACHED if is_below else Situation.ALL_WELL


def _preserving(report: PreservationReport, ends_when: str | None) -> tuple[str, str]:
    state = report.state
    since = f"Since {wall_time(state.since_ms)} nothing" if state.since_ms is not None else "Nothing"
    at_latest = f", and at {wall_time(state.ends_at_ms)} at the latest" if state.ends_at_ms is not None else ""
    return (
        "Self-preservation is active: nothing is evicted",
        f"{_seen(report)} So many silent clients at once look like a fault of the network. {since} is evicted;"
        f" expired leases kept: {len(report.expired)}. Instances listed here may be gone."
        f" Eviction resumes when {ends_when}{at_latest}.",
    )


def _time_limit_reached(report: PreservationReport, _: str | None) -> tuple[str, str]:
    state = report.state
    lasted = (
        f" Preservation lasted from {wall_time(state.since_ms)} to {wall_time(state.ends_at_ms)}, as long as"
        " preservation.max_duration_s allows."
        if state.since_ms is not None and state.ends_at_ms is not None
        else ""
    )
    return (
        "Self-preservation reached its time limit: expired leases are evicted",
        f"{_seen(report)}{lasted} {_evictable(report)}",
    )


def _switched_off(report: PreservationReport, _: str | None) -> tuple[str, str]:
    return (
        "Self-preservation is switched off",
        f"{_seen(report)} Should the network between clients and this node fail, their leases are evicted although"
        f" the instances are alive. {_evictable(report)}",
    )


def _switched_off_and_below(report: PreservationReport, _: str | None) -> tuple[str, str]:
    return (
        "Too few renewals, and self-preservation is switched off",
        f"{_seen(report)} Nothing protects instances that are alive from being evicted. {_evictable(report)}",
    )


def _all_well(report: PreservationReport, _: str | None) -> tuple[str, str]:
    if report.state.judgement.expected == 0:
        return "All well", "No renewals are expected, since nothing is registered."
    return "All well", f"{_seen(report)} {_evictable(report)}"


_WORDS = {
    Situation.ALL_WELL: _all_well,
    Situation.PRESERVING: _preserving,
    Situation.TIME_LIMIT_REACHED: _time_limit_reached,
    Situation.SWITCHED_OFF: _switched_off,
    Situation.SWITCHED_OFF_AND_BELOW: _switched_off_and_below,
}


def _seen(report: PreservationReport) -> str:
    judgement = report.state.judgement
    if judgement.expected == 0:
        return "Nothing is registered."
    what = "Leases that renew" if report.arithmetic == PER_LEASE else "Renewals in the last minute"
    return f"{what}: {judgement.seen} of {judgement.expected}, at least {judgement.needed} needed."


def _evictable(report: PreservationReport) -> str:
    expired = len(report.expired)
    if expired == 0:
        return "No lease is expired."
    return f"{_counted(expired, 'expired lease')}, of which the next sweep evicts {report.evictable_now} at most."


def _ends_when(report: PreservationReport, config: PreservationConfig, uptime_s: int) -> str:
    judgement = report.state.judgement
    if report.arithmetic == PER_LEASE:
        silent = _silent_leases_to_cancel(judgement.expected, judgement.seen, config.renewal_percent_threshold)
        return (
            f"{judgement.missing} more {'lease renews' if judgement.missing == 1 else 'leases renew'}, or {silent}"
            f" silent {'one is' if silent == 1 else 'ones are'} cancelled"
        )
    note = " (the node counts renewals from its second minute on)" if uptime_s < WINDOW_S else ""
    if judgement.missing == 1:
        return f"1 more renewal a minute arrives, or enough leases are cancelled{note}"
    return f"{judgement.missing} more renewals a minute arrive, or enough leases are cancelled{note}"


def _silent_leases_to_cancel(leases: int, renewing: int, threshold: float) -> int:
    """Return how many of the leases that do not renew would have to go, for the rest to be enough.

    Needed is what PerLeaseArithmetic needs of as many leases as are left: it falls with each that goes.
    """
    candidates = range(leases - renewing)
    return bisect.bisect_left(candidates, True, key=lambda gone: needed_leases(leases - gone, threshold) <= renewing)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else noun + 's'}"
