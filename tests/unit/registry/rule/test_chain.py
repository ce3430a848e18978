from __future__ import annotations

import pytest

from eureka_py.model import InstanceStatus
from eureka_py.registry.rule import DEFAULT_RULES, Candidate, StatusOverrideRule, decide_status
from eureka_py.registry.rule.always_match import AlwaysMatchInstanceStatusRule
from eureka_py.registry.rule.down_or_starting import DownOrStartingRule
from eureka_py.registry.rule.lease_exists import LeaseExistsRule
from eureka_py.registry.rule.override_exists import OverrideExistsRule

UP, DOWN, STARTING = InstanceStatus.UP, InstanceStatus.DOWN, InstanceStatus.STARTING
OUT, UNKNOWN = InstanceStatus.OUT_OF_SERVICE, InstanceStatus.UNKNOWN
CLIENT, PEER = False, True

HELD = (None, UP, OUT, DOWN, STARTING, UNKNOWN)
WITHOUT_OVERRIDE = [
    # reported, by whom, and what comes of it where nothing, UP, OUT_OF_SERVICE, DOWN, STARTING, UNKNOWN is held
    (UP, CLIENT, (UP, UP, OUT, UP, UP, UP)),
    (OUT, CLIENT, (OUT, UP, OUT, OUT, OUT, OUT)),
    (UP, PEER, (UP,) * 6),
    (OUT, PEER, (OUT,) * 6),
    *[(reported, speaker, (reported,) * 6) for reported in (DOWN, STARTING, UNKNOWN) for speaker in (CLIENT, PEER)],
]
FULL_MATRIX = [
    (reported, is_replication, held, expected)
    for reported, is_replication, row in WITHOUT_OVERRIDE
    for held, expected in zip(HELD, row, strict=True)
]


@pytest.mark.parametrize(("reported", "is_replication", "held", "expected"), FULL_MATRIX)
def test_without_an_override(
    reported: InstanceStatus, is_replication: bool, held: InstanceStatus | None, expected: InstanceStatus
) -> None:
    candidate = Candidate(reported, None, held, is_replication)
    assert decide_status(DEFAULT_RULES, candidate) is expected


@pytest.mark.parametrize("is_replication", [CLIENT, PEER])
@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("overridden", list(InstanceStatus))
@pytest.mark.parametrize("reported", [UP, OUT])
def test_an_override_wins_over_a_traffic_status(
    reported: InstanceStatus, overridden: InstanceStatus, held: InstanceStatus | None, is_replication: bool
) -> None:
    candidate = Candidate(reported, overridden, held, is_replication)
    assert decide_status(DEFAULT_RULES, candidate) is overridden


@pytest.mark.parametrize("is_replication", [CLIENT, PEER])
@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("overridden", list(InstanceStatus))
@pytest.mark.parametrize("reported", [DOWN, STARTING, UNKNOWN])
def test_no_override_makes_an_instance_ready_that_is_not(
    reported: InstanceStatus, overridden: InstanceStatus, held: InstanceStatus | None, is_replication: bool
) -> None:
    candidate = Candidate(reported, overridden, held, is_replication)
    assert decide_status(DEFAULT_RULES, candidate) is reported


def test_the_rules_stand_in_netflixs_order() -> None:
    assert [type(rule) for rule in DEFAULT_RULES] == [
        DownOrStartingRule,
        OverrideExistsRule,
        LeaseExistsRule,
        AlwaysMatchInstanceStatusRule,
    ]


class SaysRule(StatusOverrideRule):
    def __init__(self, status: InstanceStatus | None) -> None:
        self.status = status
        self.was_asked = False

    def apply(self, candidate: Candidate) -> InstanceStatus | None:
        self.was_asked = True
        return self.status


def test_the_first_rule_that_matches_decides() -> None:
    silent, first, second = SaysRule(None), SaysRule(STARTING), SaysRule(DOWN)
    assert decide_status([silent, first, second], Candidate(UP, None, None, CLIENT)) is STARTING
    assert silent.was_asked
    assert not second.was_asked


@pytest.mark.parametrize("rules", [[], [SaysRule(None)]])
def test_where_no_rule_matches_the_reported_status_stands(rules: list[StatusOverrideRule]) -> None:
    assert decide_status(rules, Candidate(STARTING, UP, UP, CLIENT)) is STARTING
