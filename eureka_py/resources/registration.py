"""What an instance must have to be registered."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

from eureka_py.model import InstanceInfo
from eureka_py.model.data_center import INSTANCE_ID


def why_invalid(instance: InstanceInfo, path_app_name: str) -> str | None:
    """Return the sentence that refuses the instance, None if it is valid. `path_app_name` is in upper case.

    Source: Netflix ApplicationResource.addInstance, its checks, their order and their words.
    """
    if not instance.id:
        return "Missing instanceId"
    if not instance.host_name:
        return "Missing hostname"
    if not instance.ip_addr:
        return "Missing ip address"
    if not instance.app_name:
        return "Missing appName"
    if instance.app_name != path_app_name:
        return f"Mismatched appName, expecting {path_app_name} but was {instance.app_name}"
    if instance.data_center_info is None:
        return "Missing dataCenterInfo"
    if not instance.data_center_info.name:
        return "Missing dataCenterInfo Name"
    return None


def with_data_center_id(instance: InstanceInfo) -> InstanceInfo:
    """Return the instance with its effective id in its Amazon metadata, where that lacks one. Source: as above."""
    data_center = instance.data_center_info
    if data_center is None or not data_center.is_amazon or data_center.unique_id:
        return instance
    metadata = MappingProxyType({**data_center.metadata, INSTANCE_ID: instance.id})
    return dataclasses.replace(instance, data_center_info=dataclasses.replace(data_center, metadata=metadata))
