from __future__ import annotations

import pytest

from eureka_py.model import DataCenterInfo
from eureka_py.model.data_center import AMAZON, DATA_CENTER_NAMES, INSTANCE_ID, MY_OWN, NETFLIX


def test_a_data_center_is_ones_own_unless_told_otherwise() -> None:
    assert DataCenterInfo().name == MY_OWN
    assert not DataCenterInfo().is_amazon
    assert DataCenterInfo().metadata == {}


def test_amazon_gives_its_instances_an_id() -> None:
    assert DataCenterInfo(name=AMAZON, metadata={INSTANCE_ID: "i-0abc"}).unique_id == "i-0abc"


def test_amazon_without_an_id_has_none() -> None:
    assert DataCenterInfo(name=AMAZON, metadata={"local-ipv4": "10.0.0.1"}).unique_id is None


@pytest.mark.parametrize("name", [MY_OWN, NETFLIX, ""])
def test_only_amazons_id_counts(name: str) -> None:
    assert DataCenterInfo(name=name, metadata={INSTANCE_ID: "i-0abc"}).unique_id is None


def test_there_are_three_kinds() -> None:
    assert DATA_CENTER_NAMES == ("Amazon", "MyOwn", "Netflix")
