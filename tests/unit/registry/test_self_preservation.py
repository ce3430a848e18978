from __future__ import annotations

import pytest

from eureka_py.config import PreservationConfig
from eureka_py.registry.preservation import Judgement
from eureka_py.registry.self_preservation import SelfPreservation
from eureka_py.testing import FakeClock

ENOUGH = Judgement("leases", expected=20, seen=17, needed=17)
TOO_FEW = Judgement("leases", expected=20, seen=16, needed=17)
NOTHING_EXPECTED = Judgement("renewals per minute", expected=0, seen=0, needed=1)


def preservation_of(clock: FakeClock, *, enabled: bool = True, max_duration_s: int = 0) -> SelfPreservation:
    return SelfPreservation(PreservationConfig(enabled=enabled, max_duration_s=max_duration_s), clock)


def test_it_is_off_while_enough_is_renewed(clock: FakeClock) -> None:
    state = preservation_of(clock).noted(ENOUGH)
    assert not state.is_active
    assert state.is_enabled
    assert (state.since_ms, state.ends_at_ms) == (None, None)
    assert state.judgement is ENOUGH


def test_it_is_on_while_too_little_is_renewed_and_says_since_when(clock: FakeClock) -> None:
    preservation = preservation_of(clock)
    began_ms = clock.wall_ms()
    for _ in range(3):
        state = preservation.noted(TOO_FEW)
        assert state.is_active
        assert (state.since_ms, state.ends_at_ms) == (began_ms, None)
        clock.advance(seconds=86_400)


def test_it_begins_anew_after_a_recovery(clock: FakeClock) -> None:
    preservation = preservation_of(clock)
    preservation.noted(TOO_FEW)
    clock.advance(seconds=60)
    assert not preservation.noted(ENOUGH).is_active
    clock.advance(seconds=60)
    assert preservation.noted(TOO_FEW).since_ms == clock.wall_ms()


def test_where_nothing_is_expected_nothing_is_preserved(clock: FakeClock) -> None:
    assert not preservation_of(clock).noted(NOTHING_EXPECTED).is_active


def test_switched_off_it_is_never_on(clock: FakeClock) -> None:
    state = preservation_of(clock, enabled=False).noted(TOO_FEW)
    assert not state.is_enabled
    assert not state.is_active


def test_a_longest_duration_ends_it(clock: FakeClock) -> None:
    preservation = preservation_of(clock, max_duration_s=600)
    began_ms = clock.wall_ms()
    assert preservation.noted(TOO_FEW).ends_at_ms == began_ms + 600_000
    clock.advance(seconds=600, ms=-1)
    assert preservation.noted(TOO_FEW).is_active
    clock.advance(ms=1)
    state = preservation.noted(TOO_FEW)
    assert not state.is_active
    assert state.since_ms == began_ms


@pytest.mark.parametrize("seconds", [-86_400, 86_400])
def test_a_jump_of_the_wall_clock_does_not_end_it(clock: FakeClock, seconds: float) -> None:
    preservation = preservation_of(clock, max_duration_s=600)
    preservation.noted(TOO_FEW)
    clock.jump_wall(seconds=seconds)
    clock.advance(seconds=599)
    assert preservation.noted(TOO_FEW).is_active
    clock.advance(seconds=1)
    assert not preservation.noted(TOO_FEW).is_active


def test_two_threads_may_judge_at_once() -> None:
    class Meddling(FakeClock):
        """Lets another thread's good news come in between, whenever the time is asked for."""

        def monotonic_ns(self) -> int:
            self.meddle()
            return super().monotonic_ns()

        def meddle(self) -> None:
            preservation.noted(ENOUGH)

    clock = Meddling()
    preservation = preservation_of(clock, max_duration_s=600)
    assert preservation.noted(TOO_FEW).is_active
    assert preservation.noted(TOO_FEW).is_active
