from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from eureka_py.config import Config, RegistryConfig
from eureka_py.model import DataCenterInfo
from eureka_py.resources.registration import why_invalid, with_data_center_id, with_id_from_metadata
from eureka_py.testing import an_instance
from tests.unit.resources.face import AS_JSON, Face, a_body

NOTHING = an_instance("", "", host_name="", ip_addr="", data_center_info=None)
IN_ORDER: list[tuple[dict[str, Any], str]] = [
    ({"instance_id": "i-1"}, "Missing instanceId"),
    ({"host_name": "h"}, "Missing hostname"),
    ({"ip_addr": "10.0.0.1"}, "Missing ip address"),
    ({"app_name": "BILLING"}, "Missing appName"),
    ({"app_name": "ORDERS"}, "Mismatched appName, expecting ORDERS but was BILLING"),
    ({"data_center_info": DataCenterInfo(name="")}, "Missing dataCenterInfo"),
    ({"data_center_info": DataCenterInfo()}, "Missing dataCenterInfo Name"),
]


def test_what_is_missing_is_named_one_by_one_in_netflixs_order() -> None:
    instance = NOTHING
    for repair, complaint in IN_ORDER:
        assert why_invalid(instance, "ORDERS") == complaint
        instance = dataclasses.replace(instance, **repair)
    assert why_invalid(instance, "ORDERS") is None


AMAZON = DataCenterInfo(name="Amazon", metadata={"instance-id": "i-a"})


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"instance_id": None}, None),
        ({"instance_id": "", "data_center_info": AMAZON}, None),
        ({"instance_id": None, "host_name": "", "data_center_info": AMAZON}, "Missing hostname"),
        ({"instance_id": None, "host_name": ""}, "Missing instanceId"),
    ],
)
def test_the_data_centers_id_or_the_host_name_may_stand_in_for_an_id(
    fields: dict[str, Any], complaint: str | None
) -> None:
    assert why_invalid(an_instance(**fields), "ORDERS") == complaint


def test_amazon_is_told_the_id_that_the_instance_goes_by() -> None:
    completed = with_data_center_id(an_instance(data_center_info=DataCenterInfo(name="Amazon", metadata={"a": "b"})))
    assert completed.data_center_info == DataCenterInfo(name="Amazon", metadata={"a": "b", "instance-id": "i-1"})


@pytest.mark.parametrize(
    "data_center",
    [DataCenterInfo(), DataCenterInfo(name="Netflix"), DataCenterInfo(name="Amazon", metadata={"instance-id": "i-a"})],
)
def test_other_data_centers_stay_as_they_are(data_center: DataCenterInfo) -> None:
    instance = an_instance(data_center_info=data_center)
    assert with_data_center_id(instance) is instance


@pytest.mark.parametrize(
    ("fields", "instance_id"),
    [
        ({"instance_id": None, "metadata": {"instanceId": "h:orders:1"}}, "h:orders:1"),
        ({"instance_id": None, "metadata": {"instanceId": "orders:1"}}, "h:orders:1"),
        ({"instance_id": None, "metadata": {"instanceId": "orders:1"}, "host_name": ""}, "orders:1"),
        ({"instance_id": None, "metadata": {"instanceId": ""}}, None),
        ({"instance_id": None}, None),
        ({"instance_id": "own", "metadata": {"instanceId": "other"}}, "own"),
    ],
)
def test_an_id_in_the_metadata_goes_behind_the_host(fields: dict[str, Any], instance_id: str | None) -> None:
    assert with_id_from_metadata(an_instance(**{"host_name": "h", **fields})).instance_id == instance_id


@pytest.mark.parametrize(("is_on", "found_by"), [(False, "h.example.org"), (True, "h.example.org:7")])
def test_the_id_is_taken_from_metadata_only_if_configured(is_on: bool, found_by: str) -> None:
    face = Face(Config(registry=RegistryConfig(id_from_metadata=is_on)))
    body = a_body("ORDERS", "", instanceId=None, metadata={"instanceId": "7"})
    assert face.ask("POST", "/apps/ORDERS", headers=AS_JSON, body=body).status_code == 204
    assert face.ask("PUT", f"/apps/ORDERS/{found_by}").status_code == 200


@pytest.mark.parametrize(
    ("is_required", "metadata", "status"), [(False, {}, 204), (True, {}, 400), (True, AMAZON.metadata, 204)]
)
def test_amazons_id_is_required_only_if_configured(is_required: bool, metadata: dict[str, str], status: int) -> None:
    face = Face(Config(registry=RegistryConfig(data_center_id_required=is_required)))
    body = a_body(dataCenterInfo={"name": "Amazon", "metadata": metadata})
    answer = face.ask("POST", "/apps/ORDERS", headers=AS_JSON, body=body)
    assert answer.status_code == status
    if status == 400:
        assert answer.text == "DataCenterInfo of type class com.netflix.appinfo.AmazonInfo must contain a valid id"
        assert face.version == 0
