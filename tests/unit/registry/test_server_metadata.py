from __future__ import annotations

import pytest

from eureka_py.model import DEFAULT_SCOPE, InstanceKey
from eureka_py.registry.server_metadata import ServerMetadata, with_metadata
from eureka_py.testing import an_instance

KEY = InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-1")


def test_entries_are_added_and_take_the_place_of_those_of_the_same_name() -> None:
    instance = an_instance(metadata={"zone": "a", "weight": "1"})
    assert with_metadata(instance, {"weight": "5", "color": "blue"}).metadata == {
        "zone": "a",
        "weight": "5",
        "color": "blue",
    }
    assert instance.metadata == {"zone": "a", "weight": "1"}


def test_the_result_cannot_be_changed_nor_by_way_of_what_was_given() -> None:
    entries = {"color": "blue"}
    instance = with_metadata(an_instance(), entries)
    entries["color"] = "green"
    assert instance.metadata == {"color": "blue"}
    with pytest.raises(TypeError):
        instance.metadata["color"] = "red"  # type: ignore[index]


def test_as_in_eureka_nothing_is_remembered() -> None:
    metadata = ServerMetadata(survives_registration=False)
    metadata.put(KEY, {"color": "blue"})
    instance = an_instance()
    assert metadata.laid_over(KEY, instance) is instance


def test_what_survives_is_laid_over_whatever_the_client_sends() -> None:
    metadata = ServerMetadata(survives_registration=True)
    metadata.put(KEY, {"color": "blue"})
    metadata.put(KEY, {"weight": "5"})
    instance = an_instance(metadata={"color": "green", "zone": "a"})
    assert metadata.laid_over(KEY, instance).metadata == {"color": "blue", "weight": "5", "zone": "a"}


def test_it_is_remembered_for_one_instance_until_its_lease_ends() -> None:
    metadata = ServerMetadata(survives_registration=True)
    metadata.put(KEY, {"color": "blue"})
    instance = an_instance()
    assert metadata.laid_over(KEY._replace(app_name="BILLING"), instance) is instance
    metadata.remove(KEY)
    metadata.remove(KEY)
    assert metadata.laid_over(KEY, instance) is instance
