from __future__ import annotations

import pytest

from eureka_py.clock import NS_PER_MS
from eureka_py.config import Config, DeltaConfig, EvictionConfig, PreservationConfig
from eureka_py.config.settings import GLOBAL
from eureka_py.lease.renewal import RenewClaim, RenewKind
from eureka_py.model import DEFAULT_SCOPE, InstanceInfo, InstanceKey, InstanceStatus, LeaseInfo
from eureka_py.registry.eviction import CompensationTime
from eureka_py.registry.peer_aware import PeerAwareInstanceRegistry
from eureka_py.registry.recent_leases import LeaseEvent, RecentLeases
from eureka_py.testing import FakeClock, an_instance
from eureka_py.testing.registry import a_registry
from tests.integration.eureka.eureka_node import AS_PEER, JSON, EurekaNode, a_registration

UP, DOWN, OUT, STARTING = (
    InstanceStatus.UP,
    InstanceStatus.DOWN,
    InstanceStatus.OUT_OF_SERVICE,
    InstanceStatus.STARTING,
)
KEY = InstanceKey(DEFAULT_SCOPE, "MYLOCAPP", "foo")


def local(status: InstanceStatus = UP, *, dirty: int = 100) -> InstanceInfo:
    return an_instance(
        "MYLOCAPP", "foo", status=status, last_dirty_timestamp=dirty, lease_info=LeaseInfo(duration_in_secs=10_000_000)
    )


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def registry(clock: FakeClock) -> PeerAwareInstanceRegistry:
    return a_registry(Config(delta=DeltaConfig(sweep_interval_ms=600_000)), clock=clock)


def status_of(registry: PeerAwareInstanceRegistry) -> InstanceStatus:
    instance = registry.instance(KEY)
    assert instance is not None
    return instance.status


def test_the_hashcode_counts_what_is_registered(registry: PeerAwareInstanceRegistry) -> None:
    """REG-04. Without the remote region, whose instance is registered here."""
    registry.register(an_instance("MYAPP", "blah"))
    assert registry.view().full.apps_hashcode == "UP_1_"
    registry.register(local())
    assert registry.view().full.apps_hashcode == "UP_2_"


def test_what_is_registered_here_is_all_that_is_read(registry: PeerAwareInstanceRegistry) -> None:
    """REG-05."""
    registry.register(local())
    (application,) = registry.view().full.applications
    assert (application.name, len(application.instances)) == ("MYLOCAPP", 1)


def test_an_override_is_set_and_removed(registry: PeerAwareInstanceRegistry) -> None:
    """REG-07."""
    registry.register(local(UP))
    assert status_of(registry) is UP
    assert registry.update_status(KEY, OUT)
    assert status_of(registry) is OUT
    registry.register(local(UP, dirty=200))
    assert status_of(registry) is OUT
    assert registry.delete_status_override(KEY, DOWN)
    assert status_of(registry) is DOWN
    registry.register(local(UP, dirty=200))
    assert status_of(registry) is UP


def test_a_replica_that_has_the_status_but_not_the_override_gets_it_by_a_heartbeat(
    registry: PeerAwareInstanceRegistry,
) -> None:
    """REG-08. Here the status follows with the override, and does not wait for the next renewal."""
    registry.register(local(UP), is_replication=True)
    outcome = registry.renew(KEY, RenewClaim(101, OUT), is_replication=True)
    assert outcome.kind is RenewKind.CLIENT_IS_NEWER
    assert status_of(registry) is OUT
    assert registry.renew(KEY).kind is RenewKind.RENEWED
    assert status_of(registry) is OUT
    assert registry.delete_status_override(KEY, DOWN)
    assert status_of(registry) is DOWN
    registry.register(local(UP, dirty=200))
    assert status_of(registry) is UP


def test_starting_beats_an_override(registry: PeerAwareInstanceRegistry) -> None:
    """REG-09."""
    registry.register(local(UP))
    assert registry.update_status(KEY, OUT)
    registry.register(local(STARTING))
    assert status_of(registry) is STARTING


def test_a_lease_that_is_up_stays_up(registry: PeerAwareInstanceRegistry) -> None:
    """REG-10."""
    registry.register(local(UP))
    for _ in range(2):
        registry.register(local(OUT))
        assert status_of(registry) is UP


def test_a_lease_that_is_out_of_service_stays_out_of_service(registry: PeerAwareInstanceRegistry) -> None:
    """REG-11."""
    registry.register(local(OUT))
    for _ in range(2):
        registry.register(local(UP))
        assert status_of(registry) is OUT


def test_an_eviction_makes_up_for_its_lateness() -> None:
    """REG-12."""
    interval_ms = 10_000
    interval_ns = interval_ms * NS_PER_MS
    compensation = CompensationTime(interval_ms)
    runs_ns = [1, 1 + interval_ns, 1 + 2 * interval_ns + 10 * NS_PER_MS, 1 + 3 * interval_ns - 1]
    assert [compensation.next_ms(run_ns) for run_ns in runs_ns] == [0, 0, 10, 0]


def test_the_ring_of_last_leases_drops_its_oldest() -> None:
    """REG-13. Newest first; this ring is neither polled nor cleared."""
    ring = RecentLeases(5)
    assert ring.newest_first() == []
    seen = {}
    for number in range(1, 8):
        ring.add(LeaseEvent(number, KEY))
        seen[number] = [event.at_ms for event in ring.newest_first()]
    assert seen[4] == [4, 3, 2, 1]
    assert seen[5] == [5, 4, 3, 2, 1]
    assert seen[6] == [6, 5, 4, 3, 2]
    assert seen[7] == [7, 6, 5, 4, 3]


class Timeline:
    """A registry whose timers are run by hand, second by second."""

    RECOUNT_S = 5
    EVICTION_S = 10

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.second = 0
        self.registry = a_registry(
            Config(
                preservation=PreservationConfig(
                    arithmetic=GLOBAL,
                    initial_expected_clients=1,
                    threshold_update_interval_ms=self.RECOUNT_S * 1_000,
                ),
                eviction=EvictionConfig(interval_ms=self.EVICTION_S * 1_000),
            ),
            clock=self.clock,
        )

    def register(self, first: int, count: int) -> None:
        for number in range(first, first + count):
            terms = LeaseInfo(duration_in_secs=30)
            self.registry.register(an_instance("MYLOCAPP", f"foo-{number}", lease_info=terms))

    def renew(self, count: int) -> None:
        for number in range(count):
            self.registry.renew(an_instance("MYLOCAPP", f"foo-{number}").key())

    def go_on_until(self, second: int) -> None:
        while self.second < second:
            self.clock.advance(seconds=1)
            self.second += 1
            if self.second % self.RECOUNT_S == 0:
                self.registry.recount_leases()
            if self.second % self.EVICTION_S == 0:
                self.registry.run_eviction()

    @property
    def size(self) -> int:
        return sum(len(application.instances) for application in self.registry.view().full.applications)

    @property
    def threshold(self) -> int:
        return self.registry.preservation().state.judgement.needed - 1


def test_silent_leases_go_when_the_renewals_of_a_minute_are_known() -> None:
    """REG-16. The recount is of the leases here, not of what an embedded client fetched."""
    timeline = Timeline()
    timeline.register(0, 50)
    assert timeline.threshold == 86
    timeline.go_on_until(15)
    timeline.renew(45)
    timeline.go_on_until(40)
    assert not timeline.registry.is_lease_expiration_enabled()
    assert timeline.registry.preservation().renewals_last_minute == 0
    assert timeline.size == 50
    for second in (45, 75):
        timeline.go_on_until(second)
        timeline.renew(45)
    timeline.go_on_until(80)
    assert timeline.registry.is_lease_expiration_enabled()
    assert timeline.registry.preservation().renewals_last_minute == 90
    assert timeline.size == 45
    timeline.register(50, 106)
    timeline.go_on_until(85)
    assert timeline.size == 151
    assert timeline.threshold == 256


@pytest.mark.parametrize("newer_first", [True, False])
def test_of_two_servers_registrations_the_newer_stands(newer_first: bool) -> None:
    """REG-17."""
    node = EurekaNode()
    up = a_registration("MYLOCAPP", "foo", status="UP", lastDirtyTimestamp="22222")
    starting = a_registration("MYLOCAPP", "foo", status="STARTING", lastDirtyTimestamp="11111")
    first, replicated = (up, starting) if newer_first else (starting, up)
    assert node.ask("POST", "/apps/MYLOCAPP", body=first).status_code == 204
    assert node.ask("POST", "/apps/MYLOCAPP", headers={**JSON, **AS_PEER}, body=replicated).status_code == 204
    assert status_of(node.registry) is UP
