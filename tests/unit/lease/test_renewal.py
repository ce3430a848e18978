from __future__ import annotations

from eureka_py.lease.renewal import NO_CLAIM, RenewClaim, RenewKind, RenewOutcome
from eureka_py.model import InstanceInfo


def test_a_heartbeat_claims_nothing_unless_it_says_so() -> None:
    assert RenewClaim() == NO_CLAIM == (None, None)


def test_an_outcome_carries_a_holder_only_where_it_was_given_one() -> None:
    outcome: RenewOutcome[InstanceInfo] = RenewOutcome(RenewKind.RENEWED)
    assert outcome.holder is None
