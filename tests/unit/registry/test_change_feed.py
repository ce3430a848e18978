from __future__ import annotations

import pytest

from eureka_py.config import Config
from eureka_py.lease import Lease
from eureka_py.model import ActionType, Change, InstanceInfo
from eureka_py.registry.change_feed import ChangeFeed
from eureka_py.registry.lease_table import LeaseTable
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.listener import RecordingListener


@pytest.fixture
def table() -> LeaseTable:
    return LeaseTable()


@pytest.fixture
def feed(table: LeaseTable, clock: FakeClock) -> ChangeFeed:
    return ChangeFeed(table, Config(), clock)


def put(feed: ChangeFeed, table: LeaseTable, instance: InstanceInfo, scope: str = "") -> Change:
    lease = Lease(instance, duration_s=90, interval_s=30, clock=FakeClock())
    table.put_locked(instance.key(scope), lease)
    return feed.record_locked(ActionType.ADDED, instance.key(scope), instance, None)


def test_each_change_has_the_next_version_whatever_its_scope(feed: ChangeFeed, table: LeaseTable) -> None:
    changes = [put(feed, table, an_instance("ORDERS", f"i-{scope}"), scope) for scope in ("", "uat", "", "qa")]
    assert [change.version for change in changes] == [1, 2, 3, 4]


def test_a_change_says_when_it_was_made(feed: ChangeFeed, table: LeaseTable, clock: FakeClock) -> None:
    clock.advance(seconds=5)
    assert put(feed, table, an_instance()).at_ns == clock.monotonic_ns()


def test_a_recorded_change_is_seen_before_it_is_told(feed: ChangeFeed, table: LeaseTable) -> None:
    listener = RecordingListener()
    feed.subscribe(listener)
    change = put(feed, table, an_instance())
    assert feed.view("").version == change.version
    assert listener.changes == []


def test_the_version_of_a_scope_is_that_of_its_own_last_change(feed: ChangeFeed, table: LeaseTable) -> None:
    put(feed, table, an_instance())
    put(feed, table, an_instance(), "uat")
    assert (feed.view("").version, feed.view("uat").version, feed.view("qa").version) == (1, 2, 0)


def test_a_sweep_reaches_every_scope(feed: ChangeFeed, table: LeaseTable, clock: FakeClock) -> None:
    for scope in ("", "uat"):
        put(feed, table, an_instance(), scope)
    clock.advance(seconds=180, ms=1)
    feed.sweep_locked()
    assert [feed.view(scope).delta.applications for scope in ("", "uat")] == [(), ()]


def test_every_listener_hears_of_every_change(feed: ChangeFeed, table: LeaseTable) -> None:
    first, second = RecordingListener(), RecordingListener()
    feed.subscribe(first)
    feed.subscribe(second)
    changes = [put(feed, table, an_instance("ORDERS", instance_id)) for instance_id in ("i-1", "i-2")]
    for change in changes:
        feed.publish(change)
    assert first.changes == second.changes == changes


def test_where_there_was_no_change_no_one_is_told(feed: ChangeFeed) -> None:
    listener = RecordingListener()
    feed.subscribe(listener)
    feed.publish(None)
    assert listener.changes == []


def test_a_listener_hears_of_nothing_that_was_before_it_subscribed(feed: ChangeFeed, table: LeaseTable) -> None:
    feed.publish(put(feed, table, an_instance()))
    listener = RecordingListener()
    feed.subscribe(listener)
    feed.publish(put(feed, table, an_instance()))
    assert [change.version for change in listener.changes] == [2]


def test_listeners_are_told_in_the_order_in_which_they_subscribed(feed: ChangeFeed, table: LeaseTable) -> None:
    heard: list[str] = []

    class Named:
        def __init__(self, name: str) -> None:
            self.name = name

        def on_change(self, change: Change) -> None:
            heard.append(self.name)

    for name in ("cache", "peers", "polls"):
        feed.subscribe(Named(name))
    feed.publish(put(feed, table, an_instance()))
    assert heard == ["cache", "peers", "polls"]


def test_a_listener_may_subscribe_another_while_it_is_told(feed: ChangeFeed, table: LeaseTable) -> None:
    late = RecordingListener()

    class Inviting:
        def on_change(self, change: Change) -> None:
            feed.subscribe(late)

    feed.subscribe(Inviting())
    feed.publish(put(feed, table, an_instance()))
    assert late.changes == []
    feed.publish(put(feed, table, an_instance()))
    assert [change.version for change in late.changes] == [2]
