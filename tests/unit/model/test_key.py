from __future__ import annotations

from eureka_py.model import DEFAULT_SCOPE, InstanceKey


def test_keys_are_equal_when_scope_application_and_id_are() -> None:
    key = InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-1")
    assert key == InstanceKey("", "ORDERS", "i-1")
    others = {InstanceKey("uat", "ORDERS", "i-1"), InstanceKey("", "BILLING", "i-1"), InstanceKey("", "ORDERS", "i-2")}
    assert key not in others
    assert len({key, *others}) == 4


def test_keys_sort_by_scope_then_application_then_id() -> None:
    first, second, third = InstanceKey("", "A", "2"), InstanceKey("", "B", "1"), InstanceKey("uat", "A", "1")
    assert sorted([third, second, first]) == [first, second, third]
