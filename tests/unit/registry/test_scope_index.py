from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from eureka_py.model import ActionType, Change, InstanceInfo, InstanceStatus
from eureka_py.registry.recent_changes import RecentChanges
from eureka_py.registry.scope_index import ScopeIndex, VipIndex
from eureka_py.testing import an_instance

UP, DOWN = InstanceStatus.UP, InstanceStatus.DOWN


class Scribe:
    """Keeps leases as the registry would, and tells an index of each change."""

    def __init__(self) -> None:
        self.index = ScopeIndex(RecentChanges(retention_ms=180_000, max_changes=100))
        self.held: dict[str, InstanceInfo] = {}
        self.version = 0

    def put(self, instance: InstanceInfo) -> None:
        before = self.held.get(instance.id)
        self.held[instance.id] = instance
        self._tell(ActionType.MODIFIED if before else ActionType.ADDED, instance, before)

    def change(self, instance_id: str, **fields: Any) -> None:
        self.put(dataclasses.replace(self.held[instance_id], **fields))

    def remove(self, instance_id: str) -> None:
        instance = self.held.pop(instance_id)
        self._tell(ActionType.DELETED, instance, instance)

    def _tell(self, kind: ActionType, instance: InstanceInfo, before: InstanceInfo | None) -> None:
        self.version += 1
        is_app_empty = all(one.app_name != instance.app_name for one in self.held.values())
        change = Change(self.version, kind, instance.key(), instance, at_ns=0)
        self.index.apply(change, before, is_app_empty=is_app_empty)


def test_the_hashcode_follows_every_change() -> None:
    scribe = Scribe()
    steps: list[Callable[[], None]] = [
        lambda: scribe.put(an_instance("ORDERS", "i-1")),
        lambda: scribe.put(an_instance("BILLING", "i-2")),
        lambda: scribe.change("i-1", status=DOWN),
        lambda: scribe.remove("i-2"),
        lambda: scribe.remove("i-1"),
    ]
    seen = [scribe.index.apps_hashcode]
    for step in steps:
        step()
        seen.append(scribe.index.apps_hashcode)
    assert seen == ["", "UP_1_", "UP_2_", "DOWN_1_UP_1_", "DOWN_1_", ""]


def test_no_status_is_counted_below_zero() -> None:
    scribe = Scribe()
    for status in InstanceStatus:
        scribe.put(an_instance("ORDERS", "i-1", status=status))
    scribe.remove("i-1")
    assert set(scribe.index.count_by_status.values()) == {0}


def test_only_the_version_of_the_application_that_changed_moves() -> None:
    scribe = Scribe()
    scribe.put(an_instance("ORDERS", "i-1"))
    scribe.put(an_instance("BILLING", "i-2"))
    assert scribe.index.version_by_app == {"ORDERS": 1, "BILLING": 2}
    scribe.change("i-1", status=DOWN)
    assert scribe.index.version_by_app == {"ORDERS": 3, "BILLING": 2}
    assert scribe.index.version == 3


def test_an_application_goes_with_its_last_instance_and_comes_back_with_a_new_version() -> None:
    scribe = Scribe()
    scribe.put(an_instance("ORDERS", "i-1"))
    scribe.remove("i-1")
    assert scribe.index.version_by_app == {}
    scribe.put(an_instance("ORDERS", "i-1"))
    assert scribe.index.version_by_app == {"ORDERS": 3}


def test_the_two_kinds_of_vip_are_indexed_apart() -> None:
    scribe = Scribe()
    scribe.put(an_instance("ORDERS", "i-1", vip_address="a,b", secure_vip_address="b,c"))
    assert set(scribe.index.vips.entries()) == {"a", "b"}
    assert set(scribe.index.secure_vips.entries()) == {"b", "c"}
    scribe.remove("i-1")
    assert scribe.index.vips.entries() == scribe.index.secure_vips.entries() == {}


def test_an_address_moves_its_version_when_an_instance_behind_it_changes_comes_or_goes() -> None:
    scribe = Scribe()
    scribe.put(an_instance("ORDERS", "i-1", vip_address="a"))
    scribe.put(an_instance("ORDERS", "i-2", vip_address="a,b"))
    versions = [{address: entry.version for address, entry in scribe.index.vips.entries().items()}]
    scribe.change("i-1", status=DOWN)
    scribe.change("i-2", vip_address="b")
    versions += [{address: entry.version for address, entry in scribe.index.vips.entries().items()}]
    assert versions == [{"a": 2, "b": 2}, {"a": 4, "b": 4}]


def test_every_change_is_recorded_for_the_delta() -> None:
    scribe = Scribe()
    scribe.put(an_instance("ORDERS", "i-1"))
    scribe.remove("i-1")
    assert [change.kind for change in scribe.index.recent_changes.changes()] == [ActionType.DELETED]


def test_a_vip_index_takes_an_instance_from_one_address_to_another() -> None:
    index, key, other = VipIndex(), an_instance("A", "1").key(), an_instance("A", "2").key()
    index.move(1, key, before=(), after=("a", "b"))
    index.move(2, other, before=(), after=("a",))
    index.move(3, key, before=("a", "b"), after=("b", "c"))
    assert {address: (entry.version, set(entry.keys)) for address, entry in index.entries().items()} == {
        "a": (3, {other}),
        "b": (3, {key}),
        "c": (3, {key}),
    }


def test_a_vip_entry_that_was_read_stays_as_it_is() -> None:
    index, key, other = VipIndex(), an_instance("A", "1").key(), an_instance("A", "2").key()
    index.move(1, key, before=(), after=("a",))
    read = index.entries()["a"]
    index.move(2, other, before=(), after=("a",))
    assert read.keys == {key}
