"""Values with sane defaults, for tests that care about one field of them."""

from __future__ import annotations

from typing import Any

from eureka_py.model import DataCenterInfo, InstanceInfo


def an_instance(app_name: str = "ORDERS", instance_id: str = "i-1", **fields: Any) -> InstanceInfo:
    """Return a valid instance, UP unless told otherwise, ready to register."""
    defaults: dict[str, Any] = {
        "host_name": f"{instance_id}.example.org",
        "ip_addr": "10.0.0.1",
        "port": 8080,
        "vip_address": app_name.lower(),
        "data_center_info": DataCenterInfo(),
        "last_dirty_timestamp": 1_700_000_000_000,
    }
    return InstanceInfo(app_name=app_name, instance_id=instance_id, **{**defaults, **fields})
