"""A registration that a limit stops leaves everything as it was, and peers hear nothing of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from eureka_py.config import Config, LimitsConfig, MetadataConfig
from eureka_py.lease.registration import REGISTERED, RegisterKind, RegisterOutcome
from eureka_py.model import InstanceInfo
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.listener import RecordingListener
from eureka_py.testing.registry import a_registry
from eureka_py.testing.replicator import RecordingReplicator

LIMITS = LimitsConfig(apps=2, instances_per_app=2, instances=3, metadata_entries=3, metadata_bytes=200)
KEY = an_instance("ORDERS", "i-1").key()


class Watched:
    """A registry with everybody who hears of its changes."""

    def __init__(self, clock: FakeClock, *, survives_registration: bool = False) -> None:
        self.clock = clock
        self.replicator = RecordingReplicator()
        self.listener = RecordingListener()
        metadata = MetadataConfig(survives_registration=survives_registration)
        config = Config(limits=LIMITS, metadata=metadata)
        self.registry: PeerAwareInstanceRegistry = a_registry(config, clock=clock, replicator=self.replicator)
        self.registry.subscribe(self.listener)

    def fill(self, *names: str) -> None:
        for name in names:
            app_name, instance_id = name.split("/")
            assert self.registry.register(an_instance(app_name, instance_id)) is REGISTERED

    def held(self) -> InstanceInfo:
        instance = self.registry.instance(KEY)
        assert instance is not None
        return instance

    def refuses(self, verb: Callable[[], RegisterOutcome], kind: RegisterKind) -> bool:
        """Tell whether a verb is refused for this reason, and nobody can tell that it was called."""
        before = self._seen()
        self.clock.advance(seconds=1)
        outcome = verb()
        return outcome.kind is kind and outcome.sentence != "" and self._seen() == before

    def _seen(self) -> tuple[object, ...]:
        registry = self.registry
        view = registry.view()
        times = [one.lease_info for app in view.full.applications for one in app.instances]
        recent = registry.recent_registrations()
        told = (len(self.replicator.told), len(self.listener.changes))
        return view.version, view.full, times, registry.overrides(), recent, told


@pytest.fixture
def watched(clock: FakeClock) -> Watched:
    return Watched(clock)


@pytest.mark.parametrize(
    ("held", "further"),
    [
        (["ORDERS/i-1", "BILLING/i-1"], "THIRD/i-1"),
        (["ORDERS/i-1", "ORDERS/i-2"], "ORDERS/i-3"),
        (["ORDERS/i-1", "ORDERS/i-2", "BILLING/i-1"], "BILLING/i-2"),
    ],
    ids=["apps", "instances_per_app", "instances"],
)
@pytest.mark.parametrize("is_replication", [False, True])
def test_what_is_one_too_many_is_refused(held: list[str], further: str, is_replication: bool, watched: Watched) -> None:
    watched.fill(*held)
    one_more = an_instance(*further.split("/"))
    assert watched.refuses(
        lambda: watched.registry.register(one_more, is_replication=is_replication), RegisterKind.FULL
    )
    for name in held:
        again = an_instance(*name.split("/"), last_dirty_timestamp=2**41)
        assert watched.registry.register(again, is_replication=is_replication) is REGISTERED
    watched.registry.cancel(an_instance(*held[-1].split("/")).key())
    assert watched.registry.register(one_more, is_replication=is_replication) is REGISTERED


def test_scopes_share_the_room(watched: Watched) -> None:
    watched.fill("ORDERS/i-1", "BILLING/i-1")
    assert watched.registry.register(an_instance("ORDERS", "i-1"), scope="uat").kind is RegisterKind.FULL


@pytest.mark.parametrize(
    ("instance", "kind"),
    [
        (an_instance(metadata={"k": "v" * 200}, last_dirty_timestamp=2**41), RegisterKind.TOO_LARGE),
        (an_instance(host_name="\x00", last_dirty_timestamp=2**41), RegisterKind.BAD_TEXT),
    ],
)
@pytest.mark.parametrize("is_replication", [False, True])
def test_a_refused_registration_leaves_the_one_that_is_held(
    instance: InstanceInfo, kind: RegisterKind, is_replication: bool, watched: Watched
) -> None:
    watched.fill("ORDERS/i-1")
    assert watched.refuses(lambda: watched.registry.register(instance, is_replication=is_replication), kind)
    registered_at_ms = watched.held().lease_info.registration_timestamp
    assert registered_at_ms == watched.held().lease_info.last_renewal_timestamp == watched.clock.wall_ms() - 1_000


def test_metadata_adds_up_and_is_refused_as_a_whole(watched: Watched) -> None:
    watched.fill("ORDERS/i-1")
    update = watched.registry.update_metadata
    assert update(KEY, {"a": "1", "b": "2"}) is REGISTERED
    assert watched.refuses(lambda: update(KEY, {"c": "3", "d": "4"}), RegisterKind.TOO_LARGE)
    assert watched.refuses(lambda: update(KEY, {"c": "v" * 200}), RegisterKind.TOO_LARGE)
    assert watched.refuses(lambda: update(KEY, {"c\n": "v"}), RegisterKind.BAD_TEXT)
    assert update(KEY, {"c": "3", "a": "5"}) is REGISTERED
    assert watched.held().metadata == {"a": "5", "b": "2", "c": "3"}


def test_a_refused_update_is_not_remembered_for_later_registrations(clock: FakeClock) -> None:
    watched = Watched(clock, survives_registration=True)
    watched.fill("ORDERS/i-1")
    assert watched.registry.update_metadata(KEY, {"a": "v" * 200}).kind is RegisterKind.TOO_LARGE
    watched.fill("ORDERS/i-1")
    assert watched.held().metadata == {}


def test_what_survives_counts_with_what_the_client_sends(clock: FakeClock) -> None:
    watched = Watched(clock, survives_registration=True)
    watched.fill("ORDERS/i-1")
    assert watched.registry.update_metadata(KEY, {"a": "1", "b": "2"}) is REGISTERED
    larger = an_instance(metadata={"c": "3", "d": "4"}, last_dirty_timestamp=2**41)
    assert watched.refuses(lambda: watched.registry.register(larger), RegisterKind.TOO_LARGE)
