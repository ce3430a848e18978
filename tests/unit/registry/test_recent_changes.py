from __future__ import annotations

from eureka_py.clock import NS_PER_MS
from eureka_py.model import ActionType, Change, InstanceStatus
from eureka_py.registry.recent_changes import RecentChanges
from eureka_py.testing import an_instance


def a_change(version: int, instance_id: str = "i-1", *, at_ms: int = 0, app_name: str = "ORDERS") -> Change:
    instance = an_instance(app_name, instance_id, status=InstanceStatus.DOWN if version % 2 else InstanceStatus.UP)
    return Change(version, ActionType.MODIFIED, instance.key(), instance, at_ms * NS_PER_MS)


def recorded(*changes: Change, max_changes: int = 100) -> RecentChanges:
    recent = RecentChanges(retention_ms=180_000, max_changes=max_changes)
    for change in changes:
        recent.record(change)
    return recent


def versions(recent: RecentChanges) -> list[int]:
    return [change.version for change in recent.changes()]


def test_changes_are_told_oldest_first() -> None:
    assert versions(recorded(a_change(1, "i-1"), a_change(2, "i-2"), a_change(3, "i-3"))) == [1, 2, 3]


def test_of_one_instance_the_newest_wins_and_takes_its_place_at_the_end() -> None:
    assert versions(recorded(a_change(1, "i-1"), a_change(2, "i-2"), a_change(3, "i-1"))) == [2, 3]


def test_the_same_id_in_another_application_is_another_instance() -> None:
    assert versions(recorded(a_change(1), a_change(2, app_name="BILLING"))) == [1, 2]


def test_a_sweep_removes_what_is_older_than_the_window() -> None:
    recent = recorded(a_change(1, "i-1", at_ms=0), a_change(2, "i-2", at_ms=1), a_change(3, "i-3", at_ms=60_000))
    recent.sweep(180_000 * NS_PER_MS)
    assert versions(recent) == [1, 2, 3]
    recent.sweep(180_001 * NS_PER_MS)
    assert versions(recent) == [2, 3]
    recent.sweep(500_000 * NS_PER_MS)
    assert versions(recent) == []


def test_a_newer_change_keeps_its_instance_in_the_window() -> None:
    recent = recorded(a_change(1, "i-1", at_ms=0), a_change(2, "i-1", at_ms=100_000))
    recent.sweep(200_000 * NS_PER_MS)
    assert versions(recent) == [2]


def test_beyond_the_bound_the_oldest_goes() -> None:
    recent = recorded(*[a_change(number, f"i-{number}") for number in range(1, 6)], max_changes=3)
    assert versions(recent) == [3, 4, 5]


def test_the_bound_is_on_instances_not_on_changes() -> None:
    recent = recorded(*[a_change(number, f"i-{number % 3}") for number in range(1, 20)], max_changes=3)
    assert versions(recent) == [17, 18, 19]


def test_the_serial_grows_with_every_change_and_with_every_sweep_that_removes_something() -> None:
    recent = recorded()
    serials = [recent.serial]
    recent.record(a_change(1, at_ms=0))
    serials.append(recent.serial)
    recent.sweep(1)
    serials.append(recent.serial)
    recent.sweep(180_001 * NS_PER_MS)
    serials.append(recent.serial)
    recent.sweep(180_001 * NS_PER_MS)
    serials.append(recent.serial)
    assert serials == [1, 2, 2, 3, 3]


def test_what_was_read_stays_as_it_is() -> None:
    recent = recorded(a_change(1))
    read = recent.changes()
    recent.record(a_change(2))
    assert [change.version for change in read] == [1]


def test_a_full_window_says_that_it_is_not_complete_until_the_lost_change_would_have_left_it() -> None:
    recent = RecentChanges(retention_ms=1_000, max_changes=1)
    recent.record(a_change(1, "i-1", at_ms=0))
    seen = [recent.is_complete]
    recent.record(a_change(2, "i-2", at_ms=500))
    seen.append(recent.is_complete)
    recent.sweep(1_000 * NS_PER_MS)
    seen.append(recent.is_complete)
    serial = recent.serial
    recent.sweep(1_000 * NS_PER_MS + 1)
    seen.append(recent.is_complete)
    assert seen == [True, False, False, True]
    assert recent.serial > serial
