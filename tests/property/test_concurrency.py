"""Several threads on one registry: no one sees half of a change, nor misses one that ended before he asked."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

import pytest

from eureka_py.config import Config, PreservationConfig, RegistryConfig
from eureka_py.config.settings import GLOBAL
from eureka_py.lease.renewal import RenewKind
from eureka_py.model import Applications, InstanceInfo, InstanceKey, InstanceStatus, apps_hashcode
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.registry.view import RegistryView
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.listener import RecordingListener
from eureka_py.testing.registry import a_registry
from eureka_py.testing.replicator import RecordingReplicator

WRITERS = 4
WRITES_EACH = 2_500
READERS = 2
SHARED = [an_instance("SHARED", f"s-{number}").key() for number in range(4)]
ADDRESSES = ("own", "even", "odd", "shared")
DEADLINE_S = 60


@pytest.fixture(autouse=True)
def many_switches() -> Iterator[None]:
    interval_s = sys.getswitchinterval()
    sys.setswitchinterval(0.00002)
    yield
    sys.setswitchinterval(interval_s)


class Crew:
    """Threads that start together. What one raises fails the test: pytest warns of it, and warnings are errors."""

    def __init__(self) -> None:
        self._works: list[Callable[[], None]] = []

    def add(self, work: Callable[[], None]) -> None:
        self._works.append(work)

    def run(self) -> None:
        gate = threading.Barrier(len(self._works))

        def run(work: Callable[[], None]) -> None:
            gate.wait()
            work()

        threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in self._works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(DEADLINE_S)
        assert not any(thread.is_alive() for thread in threads), "a thread waits for ever"


class Writer:
    """Writes its own instances, and looks at once whether all readers would see it; stirs the shared ones besides."""

    def __init__(self, number: int, registry: PeerAwareInstanceRegistry) -> None:
        self.app_name = f"OWN-{number}"
        self.own: dict[str, InstanceInfo] = {}
        self.told: Counter[str] = Counter()
        self.renewals = 0
        self.reads = self.stale_reads = 0
        self._registry = registry
        self._random = Random(number)

    def work(self) -> None:
        for step in range(WRITES_EACH):
            instance_id = f"{self.app_name}-{self._random.randrange(5)}"
            self._write_own(instance_id, step)
            self._look(instance_id)
            if step % 4 == 0:
                self._stir(self._random.choice(SHARED), step)

    def _write_own(self, instance_id: str, step: int) -> None:
        instance = self.own.get(instance_id)
        if instance is not None and step % 5 == 0:
            assert self._registry.cancel(instance.key())
            self.told["cancel"] += 1
            del self.own[instance_id]
        elif instance is not None and step % 5 == 1:
            status = self._random.choice([InstanceStatus.UP, InstanceStatus.OUT_OF_SERVICE])
            assert self._registry.update_status(instance.key(), status)
            self.told["update_status"] += 1
            self.own[instance_id] = an_instance(self.app_name, instance_id, port=instance.port, status=status)
        else:
            vips = f"own,{'odd' if step % 2 else 'even'}"
            instance = an_instance(self.app_name, instance_id, port=step, status=InstanceStatus.DOWN, vip_address=vips)
            self._registry.register(instance)
            self.told["register"] += 1
            self.own[instance_id] = instance

    def _look(self, instance_id: str) -> None:
        application = self._registry.view().application(self.app_name)
        shown = {one.id: (one.port, one.status) for one in (application.instances if application else ())}
        expected = self.own.get(instance_id)
        self.reads += 1
        self.stale_reads += shown.get(instance_id) != ((expected.port, expected.status) if expected else None)

    def _stir(self, key: InstanceKey, step: int) -> None:
        chance = self._random.randrange(6)
        if chance == 0:
            self.told["cancel"] += self._registry.cancel(key)
        elif chance == 1:
            self.told["update_status"] += self._registry.update_status(key, InstanceStatus.OUT_OF_SERVICE)
        elif chance == 2:
            self.told["delete_status_override"] += self._registry.delete_status_override(key, InstanceStatus.UP)
        elif chance == 3:
            is_renewed = self._registry.renew(key).kind is RenewKind.RENEWED
            self.told["renew"] += is_renewed
            self.renewals += is_renewed
        else:
            instance = an_instance(key.app_name, key.instance_id, port=step, vip_address=f"shared,{chance}")
            self._registry.register(instance, is_replication=True)


def all_of(applications: Applications) -> list[InstanceInfo]:
    return [instance for application in applications.applications for instance in application.instances]


def recounted(instances: list[InstanceInfo]) -> str:
    return apps_hashcode(Counter(instance.status for instance in instances))


def check_itself(view: RegistryView) -> None:
    """Check that a view agrees with itself, whatever is going on."""
    instances = all_of(view.full)
    assert len({instance.key() for instance in instances}) == len(instances)
    assert view.apps_hashcode == view.full.apps_hashcode == view.delta.apps_hashcode == recounted(instances)
    for address in ADDRESSES:
        behind = all_of(view.vip(address))
        assert {one.key() for one in behind} == {one.key() for one in instances if address in one.vip_addresses()}
        assert view.vip(address).apps_hashcode == recounted(behind)
    changed = {instance.key(): instance for instance in all_of(view.delta)}
    shown = {instance.key(): instance for instance in instances}
    for key, instance in changed.items():
        assert (instance.action_type == "DELETED") == (key not in shown)
        assert key not in shown or instance.status is shown[key].status


def test_threads_see_whole_changes_and_none_too_late() -> None:
    listener, replicator, clock = RecordingListener(), RecordingReplicator(), FakeClock()
    config = Config(preservation=PreservationConfig(arithmetic=GLOBAL), registry=RegistryConfig(recent_leases=10**6))
    registry = a_registry(config, clock=clock, replicator=replicator)
    clock.advance(seconds=60)
    registry.subscribe(listener)
    writers = [Writer(number, registry) for number in range(WRITERS)]
    is_over = threading.Event()
    checked: list[int] = []

    def write(writer: Writer) -> None:
        try:
            writer.work()
        finally:
            working.remove(writer)
            if not working:
                is_over.set()

    def read() -> None:
        version = 0
        while not is_over.is_set():
            view = registry.view()
            check_itself(view)
            assert view.version >= version
            version = view.version
            checked.append(version)
            is_over.wait(0.002)

    def do_the_chores() -> None:
        while not is_over.is_set():
            assert registry.evict() == 0
            registry.sweep_recent_changes()
            registry.preservation()
            registry.overrides()
            registry.instance_by_id("s-1")
            registry.recent_registrations()[:1]
            is_over.wait(0.005)

    crew, working = Crew(), list(writers)
    for writer in writers:
        crew.add(lambda writer=writer: write(writer))  # type: ignore[misc]
    for _ in range(READERS):
        crew.add(read)
    crew.add(do_the_chores)
    crew.run()

    assert sum(writer.reads for writer in writers) == WRITERS * WRITES_EACH
    assert sum(writer.stale_reads for writer in writers) == 0
    assert len(checked) > 20
    _check_the_end(registry, writers, listener, replicator)


def _check_the_end(
    registry: PeerAwareInstanceRegistry,
    writers: list[Writer],
    listener: RecordingListener,
    replicator: RecordingReplicator,
) -> None:
    view = registry.view()
    check_itself(view)
    held = all_of(view.full)
    for writer in writers:
        shown = {one.id: (one.port, one.status) for one in held if one.app_name == writer.app_name}
        assert shown == {name: (one.port, one.status) for name, one in writer.own.items()}
    assert registry.preservation().state.judgement.expected == 2 * len(held)
    assert registry.preservation().renewals_last_minute == sum(writer.renewals for writer in writers)
    assert Counter(replicator.verbs) == sum((writer.told for writer in writers), Counter())
    assert sorted(change.version for change in listener.changes) == list(range(1, view.version + 1))
    kinds = Counter(listener.kinds)
    assert len(registry.recent_registrations()) == kinds["ADDED"]  # type: ignore[index]
    assert len(registry.recent_cancellations()) == kinds["DELETED"]  # type: ignore[index]
