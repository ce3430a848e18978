"""The door to the registry: what an instance must have to be registered, and what is put in for it."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

from eureka_py.config import RegistryConfig
from eureka_py.model import InstanceInfo
from eureka_py.model.data_center import INSTANCE_ID
from eureka_py.registry.interface import InstanceRegistry

METADATA_INSTANCE_ID = "instanceId"
"""Source: Spring CloudJacksonJson."""
AMAZON_CLASS = "com.netflix.appinfo.AmazonInfo"


class Registrar:
    """Registers valid instances. Source: Netflix ApplicationResource.addInstance."""

    def __init__(self, registry: InstanceRegistry, config: RegistryConfig) -> None:
        self._registry = registry
        self._config = config

    def register(self, instance: InstanceInfo, app_name: str, *, is_replication: bool) -> str | None:
        """Register; return the sentence that refuses the instance instead, if it is invalid.

        `app_name` is the one that the sender named beside the instance, in upper case.
        """
        if self._config.id_from_metadata:
            instance = with_id_from_metadata(instance)
        reason = why_invalid(instance, app_name)
        if reason is None and self._config.data_center_id_required and _lacks_data_center_id(instance):
            reason = f"DataCenterInfo of type class {AMAZON_CLASS} must contain a valid id"
        if reason is None:
            self._registry.register(with_data_center_id(instance), is_replication=is_replication)
        return reason


def why_invalid(instance: InstanceInfo, app_name: str) -> str | None:
    """Return the sentence that refuses an instance, None if it is valid: Netflix's checks, in their order and words."""
    if not instance.id:
        return "Missing instanceId"
    if not instance.host_name:
        return "Missing hostname"
    if not instance.ip_addr:
        return "Missing ip address"
    if not instance.app_name:
        return "Missing appName"
    if instance.app_name != app_name:
        return f"Mismatched appName, expecting {app_name} but was {instance.app_name}"
    if instance.data_center_info is None:
        return "Missing dataCenterInfo"
    if not instance.data_center_info.name:
        return "Missing dataCenterInfo Name"
    return None


def with_data_center_id(instance: InstanceInfo) -> InstanceInfo:
    """Return the instance with its effective id in its Amazon metadata, where that lacks one."""
    data_center = instance.data_center_info
    if data_center is None or not _lacks_data_center_id(instance):
        return instance
    metadata = MappingProxyType({**data_center.metadata, INSTANCE_ID: instance.id})
    return dataclasses.replace(instance, data_center_info=dataclasses.replace(data_center, metadata=metadata))


def with_id_from_metadata(instance: InstanceInfo) -> InstanceInfo:
    """Return the instance with the id that its metadata names, if it sent none; the host goes before it."""
    named = instance.metadata.get(METADATA_INSTANCE_ID)
    if instance.instance_id is not None or not named:
        return instance
    host = instance.host_name
    return dataclasses.replace(instance, instance_id=named if named.startswith(host) else f"{host}:{named}")


def _lacks_data_center_id(instance: InstanceInfo) -> bool:
    data_center = instance.data_center_info
    return data_center is not None and data_center.is_amazon and not data_center.unique_id
