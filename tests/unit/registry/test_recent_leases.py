from __future__ import annotations

from eureka_py.model import DEFAULT_SCOPE, InstanceKey
from eureka_py.registry.recent_leases import LeaseEvent, RecentLeases


def an_event(number: int) -> LeaseEvent:
    return LeaseEvent(number, InstanceKey(DEFAULT_SCOPE, "ORDERS", f"i-{number}"))


def numbers(recent: RecentLeases) -> list[int]:
    return [event.at_ms for event in recent.newest_first()]


def test_the_newest_comes_first_and_the_oldest_makes_room() -> None:
    recent = RecentLeases(5)
    seen = []
    for number in range(1, 8):
        recent.add(an_event(number))
        seen.append(numbers(recent))
    assert seen[3:] == [[4, 3, 2, 1], [5, 4, 3, 2, 1], [6, 5, 4, 3, 2], [7, 6, 5, 4, 3]]


def test_an_empty_ring_has_no_events() -> None:
    assert RecentLeases(5).newest_first() == []


def test_a_ring_of_size_0_keeps_nothing() -> None:
    recent = RecentLeases(0)
    recent.add(an_event(1))
    assert recent.newest_first() == []


def test_what_was_read_stays_as_it_is() -> None:
    recent = RecentLeases(5)
    recent.add(an_event(1))
    read = recent.newest_first()
    recent.add(an_event(2))
    assert read == [an_event(1)]
