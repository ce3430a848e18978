"""The JSON of Netflix's legacy codec, which every client reads. Written for speed: few, long functions."""

from __future__ import annotations

from typing import Any

import orjson

from eureka_py.codec import json_reader
from eureka_py.codec.base import (
    AMAZON_CLASS,
    COMPACT_AMAZON_KEYS,
    EMPTY_MAP_CLASS,
    OTHER_CLASS,
    UNSHOWN_SIDS,
    EncodeError,
    exact_size,
    join_applications,
    log_left_out,
)
from eureka_py.codec.bounds import DEFAULT_BOUNDS, Bounds
from eureka_py.codec.plain_instance import read_json_instance
from eureka_py.errors import DecodeError
from eureka_py.model import Application, Applications, DataCenterInfo, InstanceInfo


class JsonCodec:
    """`application/json`. Source: Netflix EurekaJacksonCodec; the compact form is in the same order of fields."""

    content_type = "application/json"
    separator = b","
    applications_tail = b"]}}"

    def instance(self, instance: InstanceInfo) -> bytes:
        """Return `{"instance":{...}}`. Raises: EncodeError."""
        try:
            return orjson.dumps({"instance": full_fields(instance)})
        except TypeError as ex:
            raise EncodeError(instance.app_name, instance.id, str(ex)) from ex

    def application(self, app: Application, *, compact: bool) -> bytes:
        """Return `{"application":{...}}`."""
        return b'{"application":' + _application(app, compact) + b"}"

    def applications(self, apps: Applications, *, compact: bool) -> bytes:
        """Return `{"applications":{...}}`."""
        return join_applications(self, apps, compact=compact)

    def applications_head(self, version: int, apps_hashcode: str, *, compact: bool = False) -> bytes:
        """Return the document up to the first application; the same in both forms."""
        fields = {"versions__delta": str(version), "apps__hashcode": apps_hashcode}
        return b'{"applications":' + orjson.dumps(fields)[:-1] + b',"application":['

    def fragment(self, app: Application, *, compact: bool) -> bytes:
        """Return `{"name":...,"instance":[...]}`."""
        return exact_size(_application(app, compact))

    def decode_instance(
        self, body: bytes, *, now_ms: int, charset: str | None = None, bounds: Bounds = DEFAULT_BOUNDS
    ) -> InstanceInfo:
        """Read `{"instance":{...}}`; keys beside `instance` are ignored. Raises: DecodeError."""
        document = json_reader.parse(body, charset, bounds)
        if not isinstance(document, dict) or "instance" not in document:
            raise DecodeError('no object with the key "instance"')
        return read_json_instance(document["instance"], now_ms)


def full_fields(instance: InstanceInfo) -> dict[str, Any]:
    """Return every field of an instance as it goes to the wire, in canonical order, null ones left out."""
    fields: dict[str, Any] = {}
    if instance.instance_id is not None:
        fields["instanceId"] = instance.instance_id
    fields["hostName"] = instance.host_name
    fields["app"] = instance.app_name
    fields["ipAddr"] = instance.ip_addr
    if instance.sid not in UNSHOWN_SIDS:
        fields["sid"] = instance.sid
    fields["status"] = instance.status
    fields["overriddenStatus"] = instance.overridden_status
    fields["port"] = {"$": instance.port, "@enabled": "true" if instance.is_port_enabled else "false"}
    fields["securePort"] = {
        "$": instance.secure_port,
        "@enabled": "true" if instance.is_secure_port_enabled else "false",
    }
    fields["countryId"] = instance.country_id
    if instance.data_center_info is not None:
        fields["dataCenterInfo"] = _data_center_fields(instance.data_center_info, compact=False)
    lease = instance.lease_info
    fields["leaseInfo"] = {
        "renewalIntervalInSecs": lease.renewal_interval_in_secs,
        "durationInSecs": lease.duration_in_secs,
        "registrationTimestamp": lease.registration_timestamp,
        "lastRenewalTimestamp": lease.last_renewal_timestamp,
        "evictionTimestamp": lease.eviction_timestamp,
        "serviceUpTimestamp": lease.service_up_timestamp,
    }
    fields["metadata"] = dict(instance.metadata) or {"@class": EMPTY_MAP_CLASS}
    if instance.app_group_name is not None:
        fields["appGroupName"] = instance.app_group_name
    if instance.home_page_url is not None:
        fields["homePageUrl"] = instance.home_page_url
    if instance.status_page_url is not None:
        fields["statusPageUrl"] = instance.status_page_url
    if instance.health_check_url is not None:
        fields["healthCheckUrl"] = instance.health_check_url
    if instance.secure_health_check_url is not None:
        fields["secureHealthCheckUrl"] = instance.secure_health_check_url
    if instance.vip_address is not None:
        fields["vipAddress"] = instance.vip_address
    if instance.secure_vip_address is not None:
        fields["secureVipAddress"] = instance.secure_vip_address
    # The legacy codec writes this flag and the two timestamps as strings; in the lease they are numbers.
    fields["isCoordinatingDiscoveryServer"] = "true" if instance.is_coordinating_discovery_server else "false"
    fields["lastUpdatedTimestamp"] = str(instance.last_updated_timestamp)
    fields["lastDirtyTimestamp"] = str(instance.last_dirty_timestamp)
    if instance.action_type is not None:
        fields["actionType"] = instance.action_type
    if instance.asg_name is not None:
        fields["asgName"] = instance.asg_name
    return fields


def compact_fields(instance: InstanceInfo) -> dict[str, Any]:
    """Return the fields that the compact form keeps. Source: Netflix MiniInstanceInfoMixIn."""
    fields: dict[str, Any] = {}
    if instance.instance_id is not None:
        fields["instanceId"] = instance.instance_id
    fields["hostName"] = instance.host_name
    fields["app"] = instance.app_name
    fields["ipAddr"] = instance.ip_addr
    fields["status"] = instance.status
    fields["port"] = {"$": instance.port, "@enabled": "true" if instance.is_port_enabled else "false"}
    fields["securePort"] = {
        "$": instance.secure_port,
        "@enabled": "true" if instance.is_secure_port_enabled else "false",
    }
    if instance.data_center_info is not None:
        fields["dataCenterInfo"] = _data_center_fields(instance.data_center_info, compact=True)
    if instance.vip_address is not None:
        fields["vipAddress"] = instance.vip_address
    if instance.secure_vip_address is not None:
        fields["secureVipAddress"] = instance.secure_vip_address
    fields["lastUpdatedTimestamp"] = instance.last_updated_timestamp  # a number here, as in Netflix's compact codec
    if instance.action_type is not None:
        fields["actionType"] = instance.action_type
    if instance.asg_name is not None:
        fields["asgName"] = instance.asg_name
    return fields


def _data_center_fields(data_center: DataCenterInfo, *, compact: bool) -> dict[str, Any]:
    if not data_center.is_amazon:
        return {"@class": OTHER_CLASS, "name": data_center.name}  # metadata here is a parse error for Java readers
    # Always there, always last, and never with the marker of an empty map: a Java reader loses fields otherwise.
    metadata = dict(data_center.metadata)
    if compact:
        metadata = {key: value for key, value in metadata.items() if key in COMPACT_AMAZON_KEYS}
    return {"@class": AMAZON_CLASS, "name": data_center.name, "metadata": metadata}


def _application(app: Application, compact: bool) -> bytes:
    fields_of = compact_fields if compact else full_fields
    try:
        return orjson.dumps({"name": app.name, "instance": [fields_of(instance) for instance in app.instances]})
    except TypeError:
        name = app.name.encode(errors="replace").decode()
        return orjson.dumps({"name": name, "instance": encodable_fields(app.instances, compact=compact)})


def encodable_fields(instances: tuple[InstanceInfo, ...], *, compact: bool) -> list[dict[str, Any]]:
    """Return the fields of those instances that can be written; log the others."""
    fields_of = compact_fields if compact else full_fields
    encodable = []
    for instance in instances:
        try:
            fields = fields_of(instance)
            orjson.dumps(fields)
        except TypeError as ex:
            log_left_out(instance.app_name, instance.id, str(ex))
        else:
            encodable.append(fields)
    return encodable
