"""Self-preservation as a document, at `/ops/self-preservation`."""

from __future__ import annotations

from typing import Any

import falcon

from eureka_py.clock import Clock
from eureka_py.config import Config
from eureka_py.config.settings import GLOBAL
from eureka_py.model import DEFAULT_SCOPE
from eureka_py.ops.explanation import ARITHMETIC_IN_WORDS, Explanation, explain
from eureka_py.ops.json_answer import answer_json
from eureka_py.ops.node_status import NodeStatus
from eureka_py.ops.wall_time import wall_time
from eureka_py.registry.interface import ExpiredLease, InstanceRegistry, PreservationReport

MAX_LISTED = 100

_RULING = (
    "enabled",
    "arithmetic",
    "renewal_percent_threshold",
    "max_duration_s",
)
_RULING_PER_LEASE = ("missed_renewals",)
_RULING_GLOBAL = ("expected_client_renewal_interval_s", "threshold_update_interval_ms", "initial_expected_clients")


class SelfPreservationResource:
    """What self-preservation expects, sees and holds back. See `document` for the shape."""

    def __init__(self, registry: InstanceRegistry, config: Config, clock: Clock, node_status: NodeStatus) -> None:
        self._registry = registry
        self._config = config
        self._clock = clock
        self._node_status = node_status

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer 200 and the document."""
        report = self._registry.preservation()
        explanation = explain(report, self._config.preservation, uptime_s=self._node_status.uptime_s())
        answer_json(resp, document(report, explanation, self._config, now_ms=self._clock.wall_ms()))


def document(report: PreservationReport, explanation: Explanation, config: Config, *, now_ms: int) -> dict[str, Any]:
    """Return the document; the first three lines are the answer, the rest is why.

    Shape, each time both as text and as epoch milliseconds, both null where there is none:
        situation: "all_well", "preserving", "time_limit_reached", "switched_off", "switched_off_and_below"
        headline, summary: the same for people
        now, now_ms; is_enabled; is_active: nothing is evicted at present
        since, since_ms: since when too little is renewed
        ends: {when: the condition in words, at, at_ms: the time limit}; null unless active
        renewals: {unit, expected, needed, seen, missing} in the unit that the arithmetic judges, then
            {last_minute, expected_per_minute} as renewals
        eviction: {expired: how many leases could go, next_sweep_at_most: how many the next sweep takes, of `expired`
            at random, longest_overdue: up to 100 of {app, id, overdue_s}, and `scope` unless it is Eureka's,
            not_listed: how many more there are}
        arithmetic: {name, meaning}; settings: every setting that rules this, with its value
    """
    state, judgement = report.state, report.state.judgement
    return {
        "situation": explanation.situation.value,
        "headline": explanation.headline,
        "summary": explanation.text,
        **_time("now", now_ms),
        "is_enabled": state.is_enabled,
        "is_active": state.is_active,
        **_time("since", state.since_ms),
        "ends": {"when": explanation.ends_when, **_time("at", state.ends_at_ms)} if state.is_active else None,
        "renewals": {
            "unit": judgement.unit,
            "expected": judgement.expected,
            "needed": judgement.needed,
            "seen": judgement.seen,
            "missing": judgement.missing,
            "last_minute": report.renewals_last_minute,
            "expected_per_minute": round(report.expected_renewals_per_minute, 1),
        },
        "eviction": {
            "expired": len(report.expired),
            "next_sweep_at_most": report.evictable_now,
            "longest_overdue": [_lease(one) for one in report.expired[:MAX_LISTED]],
            "not_listed": max(0, len(report.expired) - MAX_LISTED),
        },
        "arithmetic": {"name": report.arithmetic, "meaning": ARITHMETIC_IN_WORDS[report.arithmetic]},
        "settings": _settings(config),
    }


def _time(name: str, at_ms: int | None) -> dict[str, Any]:
    return {name: None if at_ms is None else wall_time(at_ms), f"{name}_ms": at_ms}


def _lease(expired: ExpiredLease) -> dict[str, Any]:
    scope, app_name, instance_id = expired.key
    lease = {"app": app_name, "id": instance_id, "overdue_s": expired.overdue_ms // 1000}
    return lease if scope == DEFAULT_SCOPE else {**lease, "scope": scope}


def _settings(config: Config) -> dict[str, Any]:
    names = _RULING + (_RULING_GLOBAL if config.preservation.arithmetic == GLOBAL else _RULING_PER_LEASE)
    return {
        **{f"preservation.{name}": getattr(config.preservation, name) for name in names},
        "eviction.interval_ms": config.eviction.interval_ms,
        "eviction.limited": config.eviction.limited,
    }
