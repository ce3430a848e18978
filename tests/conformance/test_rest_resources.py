from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from eureka_py.config import Config, RegistryConfig
from eureka_py.model import DEFAULT_SCOPE, InstanceInfo, InstanceKey, InstanceStatus
from eureka_py.model.data_center import INSTANCE_ID
from tests.conformance.instances import decoded, in_both_forms, instances_over
from tests.integration.eureka.eureka_node import JSON, EurekaNode, a_registration

COMPACT = {"Accept": "application/json", "X-Eureka-Accept": "compact"}
UNKNOWN, DOWN, OUT = InstanceStatus.UNKNOWN, InstanceStatus.DOWN, InstanceStatus.OUT_OF_SERVICE
KEY = InstanceKey(DEFAULT_SCOPE, "ORDERS", "i-1")
DEFAULT_CLASS = "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo"
AMAZON_CLASS = "com.netflix.appinfo.AmazonInfo"


@pytest.fixture
def node() -> EurekaNode:
    return EurekaNode()


def register_all(node: EurekaNode, instances: list[InstanceInfo]) -> dict[tuple[str, str], InstanceInfo]:
    """Register instances; return them as the registry has them."""
    for instance in instances:
        node.registry.register(instance)
    applications = node.registry.view().full.applications
    return {(one.app_name, one.id): one for application in applications for one in application.instances}


def check_compact(shown: dict[tuple[str, str], InstanceInfo], held: dict[tuple[str, str], InstanceInfo]) -> None:
    assert shown != held
    assert {name: in_both_forms(one) for name, one in shown.items()} == {
        name: in_both_forms(one) for name, one in held.items()
    }


def status_of(node: EurekaNode) -> InstanceStatus:
    instance = node.registry.instance(KEY)
    assert instance is not None
    return instance.status


def test_all_applications_are_read_with_every_field(node: EurekaNode) -> None:
    """RES-01."""
    held = register_all(node, instances_over(6, 20))
    assert len(held) == 20
    assert decoded(node.ask("GET", "/apps", headers=JSON)) == held


@pytest.mark.parametrize("content_type", ["application/json", "application/xml"])
def test_a_gzipped_answer_says_so_and_what_is_in_it(node: EurekaNode, content_type: str) -> None:
    """RES-02, RES-03."""
    register_all(node, instances_over(6, 20))
    answer = node.get("/apps", Accept=content_type, Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == content_type
    plain = node.get("/apps", Accept=content_type)
    assert gzip.decompress(answer.content) == plain.content


def test_all_applications_are_read_in_compact_form(node: EurekaNode) -> None:
    """RES-04."""
    held = register_all(node, instances_over(6, 20))
    check_compact(decoded(node.ask("GET", "/apps", headers=COMPACT)), held)


def test_one_application_is_read_with_every_field(node: EurekaNode) -> None:
    """RES-05."""
    held = register_all(node, instances_over(1, 6))
    assert decoded(node.ask("GET", "/apps/APPLICATION0", headers=JSON)) == held


def test_one_application_is_read_in_compact_form(node: EurekaNode) -> None:
    """RES-06."""
    held = register_all(node, instances_over(1, 6))
    check_compact(decoded(node.ask("GET", "/apps/APPLICATION0", headers=COMPACT)), held)


def test_a_complete_instance_is_registered(node: EurekaNode) -> None:
    """RES-07."""
    assert node.post_instance().status_code == 204
    assert node.registry.instance(KEY) is not None


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"instanceId": "", "hostName": ""}, id="no id"),
        pytest.param({"hostName": None}, id="no host name"),
        pytest.param({"ipAddr": None}, id="no ip address"),
        pytest.param({"app": ""}, id="no application"),
        pytest.param({"app": "BILLING"}, id="another application"),
        pytest.param({"dataCenterInfo": None}, id="no data center"),
        pytest.param({"dataCenterInfo": {"@class": DEFAULT_CLASS}}, id="a data center without a name"),
    ],
)
def test_an_incomplete_instance_is_refused(node: EurekaNode, fields: dict[str, Any]) -> None:
    """RES-08."""
    assert node.post_instance(**fields).status_code == 400
    assert node.registry.view().version == 0


def test_amazons_instance_id_is_filled_in(node: EurekaNode) -> None:
    """RES-09."""
    data_center = {"@class": AMAZON_CLASS, "name": "Amazon", "metadata": {"ami-id": "ami-1"}}
    assert node.post_instance(dataCenterInfo=data_center).status_code == 204
    instance = node.registry.instance(KEY)
    assert instance is not None
    assert instance.data_center_info is not None
    assert instance.data_center_info.metadata == {"ami-id": "ami-1", INSTANCE_ID: "i-1"}


def test_a_missing_data_center_id_is_refused_where_that_is_set() -> None:
    """RES-09."""
    node = EurekaNode(Config(registry=RegistryConfig(data_center_id_required=True)))
    data_center = {"@class": AMAZON_CLASS, "name": "Amazon", "metadata": {"ami-id": "ami-1"}}
    answer = node.post_instance(dataCenterInfo=data_center)
    assert (answer.status_code, answer.text) == (
        400,
        f"DataCenterInfo of type class {AMAZON_CLASS} must contain a valid id",
    )
    assert node.registry.instance(KEY) is None


def test_the_instances_behind_an_address_are_read_with_every_field(node: EurekaNode) -> None:
    """RES-10."""
    register_all(node, instances_over(1, 6))
    held = register_all(node, instances_over(1, 6, vip_address="shared"))
    assert decoded(node.ask("GET", "/vips/shared", headers=JSON)) == held
    assert len(held) == 6


def test_the_instances_behind_an_address_are_read_in_compact_form(node: EurekaNode) -> None:
    """RES-11."""
    register_all(node, instances_over(1, 6))
    held = register_all(node, instances_over(1, 6, vip_address="shared"))
    check_compact(decoded(node.ask("GET", "/vips/shared", headers=COMPACT)), held)


def test_the_status_of_an_unknown_instance_cannot_be_overridden(node: EurekaNode) -> None:
    """RES-12."""
    assert node.ask("PUT", "/apps/ORDERS/i-1/status", "value=OUT_OF_SERVICE").status_code == 404


def test_the_override_of_an_unknown_instance_cannot_be_removed(node: EurekaNode) -> None:
    """RES-13."""
    assert node.ask("DELETE", "/apps/ORDERS/i-1/status").status_code == 404


@pytest.mark.parametrize(("query", "status"), [("", UNKNOWN), ("value=DOWN", DOWN)])
def test_a_removed_override_leaves_the_status_that_was_given(
    node: EurekaNode, query: str, status: InstanceStatus
) -> None:
    """RES-14, RES-15."""
    node.put()
    assert node.ask("PUT", "/apps/ORDERS/i-1/status", "value=OUT_OF_SERVICE").status_code == 200
    assert status_of(node) is OUT
    assert node.ask("DELETE", "/apps/ORDERS/i-1/status", query).status_code == 200
    assert status_of(node) is status


def batched(node: EurekaNode, action: str, **fields: Any) -> dict[str, Any]:
    """Send one item in a batch; return what is said of it."""
    item = {"appName": "ORDERS", "id": "i-1", "action": action, **fields}
    answer = node.ask("POST", "/peerreplication/batch/", body=json.dumps({"replicationList": [item]}))
    assert answer.status_code == 200
    (said,) = answer.json["responseList"]
    assert isinstance(said, dict)
    return said


def test_a_batch_registers_as_a_peer(node: EurekaNode) -> None:
    """RES-16. Only a peer gets an instance that is up out of service by a registration."""
    node.put(status=InstanceStatus.UP)
    instance = json.loads(a_registration(status="OUT_OF_SERVICE"))["instance"]
    assert batched(node, "Register", instanceInfo=instance)["statusCode"] == 200
    assert status_of(node) is OUT
    assert len(node.registry.recent_registrations()) == 2


def test_a_batch_cancels(node: EurekaNode) -> None:
    """RES-17."""
    node.put()
    assert batched(node, "Cancel")["statusCode"] == 200
    assert node.registry.instance(KEY) is None
    assert len(node.registry.recent_cancellations()) == 1


def test_a_batch_renews_with_all_that_the_heartbeat_says(node: EurekaNode) -> None:
    """RES-18."""
    node.put(last_dirty_timestamp=1_000)
    node.clock.advance(seconds=20)
    heartbeat = {"status": "UP", "overriddenStatus": "UNKNOWN", "lastDirtyTimestamp": "1000"}
    assert batched(node, "Heartbeat", **heartbeat)["statusCode"] == 200
    instance = node.registry.instance(KEY)
    assert instance is not None
    assert instance.lease_info.last_renewal_timestamp == node.clock.wall_ms()
    newer = {"status": "UP", "overriddenStatus": "OUT_OF_SERVICE", "lastDirtyTimestamp": "1001"}
    assert batched(node, "Heartbeat", **newer)["statusCode"] == 404
    assert node.registry.overrides() == {KEY: OUT}


def test_a_conflict_brings_the_instance_that_is_held(node: EurekaNode) -> None:
    """RES-19."""
    node.put(last_dirty_timestamp=1_000)
    said = batched(node, "Heartbeat", status="UP", lastDirtyTimestamp="999")
    assert said["statusCode"] == 409
    assert said["responseEntity"]["instanceId"] == "i-1"
    assert said["responseEntity"]["lastDirtyTimestamp"] == "1000"


def test_a_batch_overrides_a_status(node: EurekaNode) -> None:
    """RES-20."""
    node.put(last_dirty_timestamp=1_000)
    said = batched(node, "StatusUpdate", status="OUT_OF_SERVICE", lastDirtyTimestamp="2000")
    assert said["statusCode"] == 200
    instance = node.registry.instance(KEY)
    assert instance is not None
    assert (instance.status, instance.last_dirty_timestamp) == (OUT, 2_000)


def test_a_batch_removes_an_override(node: EurekaNode) -> None:
    """RES-21."""
    node.put(last_dirty_timestamp=1_000)
    node.registry.update_status(KEY, OUT)
    said = batched(node, "DeleteStatusOverride", status="DOWN", lastDirtyTimestamp="2000")
    assert said["statusCode"] == 200
    instance = node.registry.instance(KEY)
    assert instance is not None
    assert (instance.status, instance.last_dirty_timestamp) == (DOWN, 2_000)
    assert node.registry.overrides() == {}
