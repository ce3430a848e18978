from __future__ import annotations

from eureka_py.lease import Lease
from eureka_py.model import DEFAULT_SCOPE, InstanceInfo, InstanceKey
from eureka_py.registry.lease_table import LeaseTable
from eureka_py.testing import FakeClock, an_instance


def a_key(app_name: str, instance_id: str = "i-1", scope: str = DEFAULT_SCOPE) -> InstanceKey:
    return InstanceKey(scope, app_name, instance_id)


def a_lease(key: InstanceKey) -> Lease[InstanceInfo]:
    return Lease(an_instance(key.app_name, key.instance_id), duration_s=90, interval_s=30, clock=FakeClock())


def a_table(*keys: InstanceKey) -> LeaseTable:
    table = LeaseTable()
    for key in keys:
        table.put_locked(key, a_lease(key))
    return table


def test_a_lease_is_found_by_its_whole_key() -> None:
    table = a_table(a_key("ORDERS"))
    assert table.get_locked(a_key("ORDERS")) is not None
    assert table.get_locked(a_key("ORDERS", "i-2")) is None
    assert table.get_locked(a_key("BILLING")) is None
    assert table.get_locked(a_key("ORDERS", scope="uat")) is None


def test_the_same_key_takes_the_place_of_the_lease_before() -> None:
    table, lease = a_table(a_key("ORDERS")), a_lease(a_key("ORDERS"))
    table.put_locked(a_key("ORDERS"), lease)
    assert table.get_locked(a_key("ORDERS")) is lease
    assert len(table.snapshot_locked()) == 1


def test_an_application_goes_with_its_last_lease() -> None:
    first, second = a_key("ORDERS", "i-1"), a_key("ORDERS", "i-2")
    table = a_table(first, second)
    table.remove_locked(first)
    assert list(table.application_locked(DEFAULT_SCOPE, "ORDERS")) == ["i-2"]
    assert set(table.application_locked(DEFAULT_SCOPE, "ORDERS"))
    table.remove_locked(second)
    assert table.application_locked(DEFAULT_SCOPE, "ORDERS") == {}
    assert table.snapshot_locked() == []
    assert table.snapshot_locked() == []


def test_an_id_is_looked_up_in_all_applications_of_one_scope_by_name() -> None:
    table = a_table(a_key("ZEBRA"), a_key("APPLE"), a_key("MANGO", "i-2"), a_key("MANGO", scope="uat"))
    assert table.keys_with_id_locked("i-1") == [a_key("APPLE"), a_key("ZEBRA")]
    assert table.keys_with_id_locked("i-1", "uat") == [a_key("MANGO", scope="uat")]
    assert table.keys_with_id_locked("i-9") == []
    assert table.keys_with_id_locked("i-1", "nowhere") == []


def test_a_snapshot_has_every_lease_of_every_scope_and_stays_as_it_is() -> None:
    keys = [a_key("ORDERS"), a_key("ORDERS", "i-2"), a_key("BILLING"), a_key("ORDERS", scope="uat")]
    table = a_table(*keys)
    snapshot = table.snapshot_locked()
    table.remove_locked(keys[0])
    assert sorted(key for key, _ in snapshot) == sorted(keys)
    assert all(lease.holder.key(key.scope) == key for key, lease in snapshot)


def test_leases_and_applications_are_counted_as_they_come_and_go() -> None:
    keys = [a_key("ORDERS"), a_key("ORDERS", "i-2"), a_key("BILLING"), a_key("ORDERS", scope="uat"), a_key("ORDERS")]
    table = a_table(*keys)
    assert (table.lease_count, table.application_count) == (len(table.leases_locked()), 3) == (4, 3)
    for key, left in zip(keys[:4], [(3, 3), (2, 2), (1, 1), (0, 0)], strict=True):
        table.remove_locked(key)
        assert (table.lease_count, table.application_count) == left
