"""Instances by the dozen, and two ways of comparing what comes back."""

from __future__ import annotations

import json
from typing import Any

from falcon import testing

from eureka_py.codec import JSON
from eureka_py.model import DataCenterInfo, InstanceInfo, LeaseInfo
from eureka_py.model.data_center import AMAZON, INSTANCE_ID
from eureka_py.testing import an_instance

SHOWN_IN_BOTH_FORMS = (
    "instance_id",
    "app_name",
    "host_name",
    "ip_addr",
    "vip_address",
    "secure_vip_address",
    "status",
    "asg_name",
    "action_type",
    "port",
    "is_port_enabled",
    "secure_port",
    "is_secure_port_enabled",
)


def instances_over(app_count: int, count: int, **fields: Any) -> list[InstanceInfo]:
    """Return instances at Amazon, dealt out to applications in turn."""
    return [_numbered(number % app_count, number, **fields) for number in range(count)]


def _numbered(app_number: int, number: int, **fields: Any) -> InstanceInfo:
    app_name, instance_id = f"APPLICATION{app_number}", f"i-{app_number:04}{number:04}"
    defaults: dict[str, Any] = {
        "host_name": f"ec2-10-0-0-{number}.compute-1.amazonaws.com",
        "ip_addr": f"10.0.0.{number}",
        "vip_address": f"{app_name}:8080",
        "secure_vip_address": f"{app_name}:8081",
        "asg_name": f"{app_name}ASG",
        "lease_info": LeaseInfo(renewal_interval_in_secs=5, duration_in_secs=15),
        "metadata": {"appKey0": str(number)},
        "data_center_info": DataCenterInfo(
            name=AMAZON, metadata={INSTANCE_ID: instance_id, "availability-zone": "us-east-1c", "ami-id": "ami-1"}
        ),
    }
    return an_instance(app_name, instance_id, **{**defaults, **fields})


def decoded(answer: testing.Result) -> dict[tuple[str, str], InstanceInfo]:
    """Return the instances of a JSON answer, be it one application or many, by application and id."""
    assert answer.status_code == 200
    document = answer.json
    applications = [document["application"]] if "application" in document else document["applications"]["application"]
    found = {}
    for application in applications:
        for fields in application["instance"]:
            instance = JSON.decode_instance(json.dumps({"instance": fields}).encode(), now_ms=0)
            assert instance.app_name == application["name"]
            found[instance.app_name, instance.id] = instance
    return found


def in_both_forms(instance: InstanceInfo) -> dict[str, Any]:
    """Return what the compact form shows, too."""
    return {name: getattr(instance, name) for name in SHOWN_IN_BOTH_FORMS}
