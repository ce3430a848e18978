"""A second way to read an instance from JSON, ten times as fast: the schema's answer for what nearly all clients send.

A peer's batch can hold hundreds of registrations. Whatever is unusual, right or wrong, is left to the schema: no rule
is decided here, and a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from eureka_py.codec.fields import CLASS_KEY
from eureka_py.codec.schema import JSON_INSTANCE, read_instance
from eureka_py.model import ActionType, DataCenterInfo, InstanceInfo, InstanceStatus, LeaseInfo
from eureka_py.model.data_center import AMAZON, MY_OWN, NETFLIX
from eureka_py.model.lease_info import DEFAULT_DURATION_IN_SECS, DEFAULT_RENEWAL_INTERVAL_IN_SECS

_FLAGS = {"true": True, "false": False, True: True, False: False}
_STATUSES = {status.value: status for status in InstanceStatus}
_ACTIONS = {action.value: action for action in ActionType}
_DATA_CENTERS = {name: DataCenterInfo(name=name) for name in (MY_OWN, NETFLIX)}


def read_json_instance(data: Any, now_ms: int) -> InstanceInfo:
    """Return the instance that `data` describes, dirty as of `now_ms` unless it says when. Raises: DecodeError."""
    return read_plain_instance(data, now_ms) or read_instance(JSON_INSTANCE, data, now_ms)


def read_plain_instance(data: Any, now_ms: int) -> InstanceInfo | None:
    """Return what the schema would, or None if it had better be asked."""
    try:
        fields: dict[str, Any] = {"last_dirty_timestamp": now_ms}
        for key, value in data.items():
            if value is not None and key in _READERS:
                attribute, read = _READERS[key]
                fields[attribute] = read(value)
        for kind in ("port", "secure_port"):
            if kind in fields:
                fields[kind], fields[f"is_{kind}_enabled"] = fields[kind]
        if fields.pop("lower_case_overridden_status", InstanceStatus.UNKNOWN) is not InstanceStatus.UNKNOWN:
            return None
        return InstanceInfo(**fields)
    except (KeyError, TypeError, AttributeError, ValueError):  # one of the readers met what it does not know
        return None


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError
    return value


def _upper(value: Any) -> str:
    return _text(value).upper()


def _number(value: Any, max_digits: int = 18) -> int:
    # As many digits as surely fit into 64 bits, and into 32 with 9.
    if not (value.isascii() and value.isdigit() and len(value) <= max_digits):
        raise ValueError
    return int(value)


def _int32(value: Any) -> int:
    return _number(value, 9)


def _port(value: Any) -> tuple[int, bool]:
    return _int32(value["$"]), _FLAGS[value["@enabled"]]


def _data_center(value: Any) -> DataCenterInfo:
    _text(value.get(CLASS_KEY, ""))
    if value["name"] == AMAZON:
        return DataCenterInfo(name=AMAZON, metadata=_metadata(value["metadata"]))
    return _DATA_CENTERS[value["name"]]


def _lease(value: Any) -> LeaseInfo:
    return LeaseInfo(
        renewal_interval_in_secs=_int32(value["renewalIntervalInSecs"]) or DEFAULT_RENEWAL_INTERVAL_IN_SECS,
        duration_in_secs=_int32(value["durationInSecs"]) or DEFAULT_DURATION_IN_SECS,
        registration_timestamp=_number(value["registrationTimestamp"]),
        last_renewal_timestamp=_number(value["lastRenewalTimestamp"]),
        eviction_timestamp=_number(value["evictionTimestamp"]),
        service_up_timestamp=_number(value["serviceUpTimestamp"]),
    )


def _metadata(value: Any) -> Mapping[str, str]:
    return MappingProxyType({key: _text(item) for key, item in value.items() if key != CLASS_KEY})


_READERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "instanceId": ("instance_id", _text),
    "hostName": ("host_name", _text),
    "app": ("app_name", _upper),
    "ipAddr": ("ip_addr", _text),
    "sid": ("sid", _text),
    "status": ("status", _STATUSES.__getitem__),
    "overriddenStatus": ("overridden_status", _STATUSES.__getitem__),
    "overriddenstatus": ("lower_case_overridden_status", _STATUSES.__getitem__),
    "port": ("port", _port),
    "securePort": ("secure_port", _port),
    "countryId": ("country_id", _int32),
    "dataCenterInfo": ("data_center_info", _data_center),
    "leaseInfo": ("lease_info", _lease),
    "metadata": ("metadata", _metadata),
    "appGroupName": ("app_group_name", _upper),
    "homePageUrl": ("home_page_url", _text),
    "statusPageUrl": ("status_page_url", _text),
    "healthCheckUrl": ("health_check_url", _text),
    "secureHealthCheckUrl": ("secure_health_check_url", _text),
    "vipAddress": ("vip_address", _text),
    "secureVipAddress": ("secure_vip_address", _text),
    "isCoordinatingDiscoveryServer": ("is_coordinating_discovery_server", _FLAGS.__getitem__),
    "lastUpdatedTimestamp": ("last_updated_timestamp", _number),
    "lastDirtyTimestamp": ("last_dirty_timestamp", _number),
    "actionType": ("action_type", _ACTIONS.__getitem__),
    "asgName": ("asg_name", _text),
}
