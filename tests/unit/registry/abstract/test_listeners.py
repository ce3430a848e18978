from __future__ import annotations

from eureka_py.model import ActionType, Change, InstanceStatus
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.registry.view import RegistryView
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.listener import RecordingListener

KEY = an_instance().key()


def every_verb(registry: PeerAwareInstanceRegistry, clock: FakeClock) -> None:
    registry.register(an_instance())
    registry.update_status(KEY, InstanceStatus.OUT_OF_SERVICE)
    registry.renew(KEY)
    registry.delete_status_override(KEY, InstanceStatus.UP)
    registry.update_metadata(KEY, {"color": "blue"})
    registry.cancel(KEY)
    registry.register(an_instance())
    clock.advance(seconds=91)
    registry.evict()


def test_each_verb_that_changes_something_makes_one_change(
    registry: PeerAwareInstanceRegistry, listener: RecordingListener, clock: FakeClock
) -> None:
    every_verb(registry, clock)
    assert listener.kinds == [
        ActionType.ADDED,
        ActionType.MODIFIED,
        ActionType.MODIFIED,
        ActionType.ADDED,
        ActionType.DELETED,
        ActionType.ADDED,
        ActionType.DELETED,
    ]
    assert [change.version for change in listener.changes] == list(range(1, 8))
    assert all(change.instance.action_type is change.kind for change in listener.changes)


def test_listeners_are_told_when_the_lock_is_free_and_readers_see_the_change(
    registry: PeerAwareInstanceRegistry, clock: FakeClock
) -> None:
    seen: list[tuple[int, RegistryView]] = []

    class Reader:
        def on_change(self, change: Change) -> None:
            registry.instance(change.key)  # these would wait for ever for a lock that is held
            registry.overrides()
            seen.append((change.version, registry.view()))

    registry.subscribe(Reader())
    every_verb(registry, clock)
    assert len(seen) == 7
    assert all(version == view.version for version, view in seen)
