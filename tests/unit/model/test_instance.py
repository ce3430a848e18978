from __future__ import annotations

import dataclasses

import pytest

from eureka_py.model import DEFAULT_SCOPE, DataCenterInfo, InstanceInfo, InstanceKey, InstanceStatus, LeaseInfo
from eureka_py.model.data_center import AMAZON, INSTANCE_ID, MY_OWN
from eureka_py.testing import an_instance

AT_AMAZON = DataCenterInfo(name=AMAZON, metadata={INSTANCE_ID: "i-0abc"})
AT_AMAZON_WITHOUT_ID = DataCenterInfo(name=AMAZON)
AT_HOME = DataCenterInfo(name=MY_OWN, metadata={INSTANCE_ID: "i-0abc"})


@pytest.mark.parametrize(
    ("instance_id", "data_center", "expected"),
    [
        ("orders:1", AT_AMAZON, "orders:1"),
        ("orders:1", None, "orders:1"),
        (None, AT_AMAZON, "i-0abc"),
        ("", AT_AMAZON, "i-0abc"),
        (None, AT_AMAZON_WITHOUT_ID, "host-1"),
        (None, AT_HOME, "host-1"),
        (None, None, "host-1"),
        ("", None, "host-1"),
    ],
)
def test_the_id_is_the_one_sent_else_the_data_centers_else_the_host_name(
    instance_id: str | None, data_center: DataCenterInfo | None, expected: str
) -> None:
    instance = InstanceInfo(
        app_name="ORDERS", instance_id=instance_id, host_name="host-1", data_center_info=data_center
    )
    assert instance.id == expected
    assert instance.key() == InstanceKey(DEFAULT_SCOPE, "ORDERS", expected)


def test_a_scope_of_its_own_is_part_of_the_key() -> None:
    assert an_instance("ORDERS", "i-1").key("uat") == InstanceKey("uat", "ORDERS", "i-1")


@pytest.mark.parametrize(
    ("comma_list", "addresses"),
    [
        (None, ()),
        ("", ()),
        (" , ,", ()),
        ("orders", ("orders",)),
        ("orders,billing", ("orders", "billing")),
        (" orders ,\tbilling:8080", ("orders", "billing:8080")),
        ("b,a,b", ("b", "a")),
        ("Orders,orders", ("Orders", "orders")),
    ],
)
def test_a_vip_address_is_a_comma_list(comma_list: str | None, addresses: tuple[str, ...]) -> None:
    instance = an_instance(vip_address=comma_list, secure_vip_address=comma_list)
    assert instance.vip_addresses() == addresses
    assert instance.secure_vip_addresses() == addresses


def test_the_two_vip_lists_are_apart() -> None:
    instance = an_instance(vip_address="plain", secure_vip_address="secure")
    assert instance.vip_addresses() == ("plain",)
    assert instance.secure_vip_addresses() == ("secure",)


def test_what_is_not_sent_has_eurekas_defaults() -> None:
    instance = InstanceInfo(app_name="ORDERS")
    assert instance.status is InstanceStatus.UP
    assert instance.overridden_status is InstanceStatus.UNKNOWN
    assert (instance.port, instance.is_port_enabled) == (7001, True)
    assert (instance.secure_port, instance.is_secure_port_enabled) == (7002, False)
    assert (instance.country_id, instance.sid) == (1, "na")
    assert instance.lease_info == LeaseInfo(renewal_interval_in_secs=30, duration_in_secs=90)
    assert instance.metadata == {}
    assert instance.action_type is None
    assert not instance.is_coordinating_discovery_server


def test_an_instance_cannot_be_changed() -> None:
    instance = an_instance()
    with pytest.raises(dataclasses.FrozenInstanceError):
        instance.status = InstanceStatus.DOWN  # type: ignore[misc]
    with pytest.raises(TypeError):
        instance.metadata["zone"] = "a"  # type: ignore[index]
