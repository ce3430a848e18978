"""The door to the registry: what an instance must have to be registered, and what is put in for it."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

import falcon

from eureka_py.admission import Refusal, RefusalReason
from eureka_py.admission.guard import RefusedError
from eureka_py.config import RegistryConfig
from eureka_py.lease.registration import RegisterKind, RegisterOutcome
from eureka_py.model import InstanceInfo
from eureka_py.model.data_center import INSTANCE_ID
from eureka_py.registry.interface import InstanceRegistry
from eureka_py.resources.errors import answer_in_words

METADATA_INSTANCE_ID = "instanceId"
"""Source: Spring CloudJacksonJson."""
AMAZON_CLASS = "com.netflix.appinfo.AmazonInfo"
STATUS_OF = {
    RegisterKind.REGISTERED: 204,
    RegisterKind.UNKNOWN: 404,
    RegisterKind.INCOMPLETE: 400,
    RegisterKind.BAD_TEXT: 400,
    RegisterKind.TOO_LARGE: 413,
    RegisterKind.FULL: 429,
}
RETRY_AFTER = (("Retry-After", "30"),)
"""For who finds the registry full: the pause between two heartbeats, with which Java clients try again anyway."""


class Registrar:
    """Registers valid instances. Source: Netflix ApplicationResource.addInstance."""

    def __init__(self, registry: InstanceRegistry, config: RegistryConfig) -> None:
        self._registry = registry
        self._config = config

    def register(self, instance: InstanceInfo, app_name: str, *, is_replication: bool) -> RegisterOutcome:
        """Register an instance that is valid and within the limits.

        `app_name` is the one that the sender named beside the instance, in upper case.
        """
        if self._config.id_from_metadata:
            instance = with_id_from_metadata(instance)
        reason = why_invalid(instance, app_name)
        if reason is None and self._config.data_center_id_required and _lacks_data_center_id(instance):
            reason = f"DataCenterInfo of type class {AMAZON_CLASS} must contain a valid id"
        if reason is not None:
            return RegisterOutcome(RegisterKind.INCOMPLETE, reason)
        return self._registry.register(with_data_center_id(instance), is_replication=is_replication)


def answer_registration(resp: falcon.Response, outcome: RegisterOutcome) -> None:
    """Answer a registration: 204, or Netflix's 400 for what is incomplete. Raises: RefusedError for a limit."""
    if outcome.kind is RegisterKind.INCOMPLETE:
        answer_in_words(resp, falcon.HTTP_400, outcome.sentence)
        return
    refuse_beyond_limits(outcome)
    resp.status = falcon.HTTP_204


def refuse_beyond_limits(outcome: RegisterOutcome) -> None:
    """Raise what answers a registration that a limit stopped. Raises: RefusedError."""
    if outcome.kind in (RegisterKind.BAD_TEXT, RegisterKind.TOO_LARGE, RegisterKind.FULL):
        headers = RETRY_AFTER if outcome.kind is RegisterKind.FULL else ()
        raise RefusedError(Refusal(STATUS_OF[outcome.kind], RefusalReason.LIMIT, outcome.sentence, headers))


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
