"""The wire shapes of a registration and of a replication batch, in JSON's spelling; XML is brought into it first.

null is the same as absent everywhere, unknown fields are ignored.
"""

from __future__ import annotations

import enum
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, missing, post_load, pre_load, validates_schema
from marshmallow.validate import Length

from eureka_py.codec.base import AMAZON_CLASS
from eureka_py.codec.fields import (
    INT32_MAX,
    Action,
    Flag,
    Integer,
    LeaseTerm,
    Metadata,
    Status,
    StrictStatus,
    Text,
    UpperText,
)
from eureka_py.errors import DecodeError
from eureka_py.model import DataCenterInfo, InstanceInfo, LeaseInfo
from eureka_py.model.data_center import AMAZON, DATA_CENTER_NAMES

_NAME_OF = {name.lower(): name for name in DATA_CENTER_NAMES}
_METADATA = Metadata()


class WireSchema(Schema):
    """A shape on the wire: attributes are the model's names, data keys those of the wire."""

    class Meta:
        """Readers must bear what later versions add."""

        unknown = EXCLUDE

    @pre_load
    def drop_nulls(self, data: Any, **kwargs: Any) -> Any:
        """Treat null as absent: Spring's client writes it for every unset field."""
        return {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data


class PortSchema(WireSchema):
    """`{"$": 8080, "@enabled": "true"}`, or the bare number that old JavaScript clients send."""

    number = Integer(data_key="$", maximum=INT32_MAX)
    is_enabled = Flag(data_key="@enabled")

    @pre_load
    def wrap_bare_number(self, data: Any, **kwargs: Any) -> Any:
        """Accept the number alone."""
        return data if isinstance(data, dict) else {"$": data}


class DataCenterInfoSchema(WireSchema):
    """`{"@class": ..., "name": "MyOwn"}`; the class matters only to Amazon's senders that leave out the name."""

    name = Text()
    class_name = Text(data_key="@class")
    metadata = fields.Raw()

    @post_load
    def make(self, data: dict[str, Any], **kwargs: Any) -> DataCenterInfo:
        """Return the value: the name in any letter case, metadata for Amazon alone."""
        default = AMAZON if data.get("class_name") == AMAZON_CLASS else ""
        sent = data.get("name") or default
        name = _NAME_OF.get(sent.lower())
        if name == AMAZON:
            return DataCenterInfo(name=AMAZON, metadata=_METADATA.deserialize(data.get("metadata", {})))
        if sent and name is None:
            raise ValidationError("Not a data center.", "name")
        return DataCenterInfo(name=name or "")


class LeaseInfoSchema(WireSchema):
    """The six numbers of a lease; a child that is no number counts as not sent, without loss of what follows it."""

    renewal_interval_in_secs = LeaseTerm(data_key="renewalIntervalInSecs")
    duration_in_secs = LeaseTerm(data_key="durationInSecs")
    registration_timestamp = Integer(data_key="registrationTimestamp", unreadable=missing)
    last_renewal_timestamp = Integer(data_key="lastRenewalTimestamp", unreadable=missing)
    eviction_timestamp = Integer(data_key="evictionTimestamp", unreadable=missing)
    service_up_timestamp = Integer(data_key="serviceUpTimestamp", unreadable=missing)

    @post_load
    def make(self, data: dict[str, Any], **kwargs: Any) -> LeaseInfo:
        """Return the value, defaults where nothing usable was sent."""
        return LeaseInfo(**data)


class InstanceSchema(WireSchema):
    """An instance, with the rules that JSON and XML share. Loads into the arguments of InstanceInfo.

    What registration asks for by name (`hostName`, `ipAddr`, `dataCenterInfo`) may be missing here; `app` may be empty.
    """

    instance_id = Text(data_key="instanceId")
    host_name = Text(data_key="hostName")
    app_name = UpperText(data_key="app", required=True)
    ip_addr = Text(data_key="ipAddr")
    sid = Text()
    status = Status()
    overridden_status = Status(data_key="overriddenStatus")
    lower_case_overridden_status = Status(data_key="overriddenstatus")
    port = fields.Nested(PortSchema)
    secure_port = fields.Nested(PortSchema, data_key="securePort")
    country_id = Integer(data_key="countryId", maximum=INT32_MAX, unreadable=missing)
    data_center_info = fields.Nested(DataCenterInfoSchema, data_key="dataCenterInfo")
    lease_info = fields.Nested(LeaseInfoSchema, data_key="leaseInfo")
    metadata = Metadata()
    app_group_name = Text(data_key="appGroupName")
    home_page_url = Text(data_key="homePageUrl")
    status_page_url = Text(data_key="statusPageUrl")
    health_check_url = Text(data_key="healthCheckUrl")
    secure_health_check_url = Text(data_key="secureHealthCheckUrl")
    vip_address = Text(data_key="vipAddress")
    secure_vip_address = Text(data_key="secureVipAddress")
    is_coordinating_discovery_server = Flag(data_key="isCoordinatingDiscoveryServer")
    last_updated_timestamp = Integer(data_key="lastUpdatedTimestamp", unreadable=missing)
    last_dirty_timestamp = Integer(data_key="lastDirtyTimestamp", unreadable=missing)
    action_type = Action(data_key="actionType")
    asg_name = Text(data_key="asgName")

    @post_load
    def flatten(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Spread the ports; let the current spelling of the overridden status win over the old one."""
        for kind in ("port", "secure_port"):
            port = data.pop(kind, {})
            if "number" in port:
                data[kind] = port["number"]
            if "is_enabled" in port:
                data[f"is_{kind}_enabled"] = port["is_enabled"]
        lower_case = data.pop("lower_case_overridden_status", None)
        if lower_case is not None:
            data.setdefault("overridden_status", lower_case)
        return data


class JsonInstanceSchema(InstanceSchema):
    """Where JSON differs. Source: Netflix EurekaJacksonCodec.InstanceInfoDeserializer."""

    app_group_name = UpperText(data_key="appGroupName")
    last_dirty_timestamp = Integer(data_key="lastDirtyTimestamp", unreadable=0, blank=missing)


class ReplicatedAction(str, enum.Enum):
    """What a peer did; the words are case-sensitive. Source: Netflix PeerAwareInstanceRegistryImpl.Action."""

    HEARTBEAT = "Heartbeat"
    REGISTER = "Register"
    CANCEL = "Cancel"
    STATUS_UPDATE = "StatusUpdate"
    DELETE_STATUS_OVERRIDE = "DeleteStatusOverride"


class ReplicationItemSchema(WireSchema):
    """One action of a batch. What the instance holds is read apart, by the one action that uses it."""

    app_name = UpperText(data_key="appName", required=True, validate=Length(min=1))
    instance_id = Text(data_key="id", required=True, validate=Length(min=1))
    action = fields.Enum(ReplicatedAction, by_value=True, required=True)
    last_dirty_timestamp = Integer(data_key="lastDirtyTimestamp")
    status = StrictStatus()
    overridden_status = StrictStatus(data_key="overriddenStatus")
    instance = fields.Raw(data_key="instanceInfo")

    @validates_schema
    def require_what_the_action_needs(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Refuse a registration of nothing, and an update to no status."""
        action = data.get("action")
        if action is ReplicatedAction.REGISTER and "instance" not in data:
            raise ValidationError("Missing.", "instanceInfo")
        if action is ReplicatedAction.STATUS_UPDATE and "status" not in data:
            raise ValidationError("Missing.", "status")


JSON_INSTANCE = JsonInstanceSchema()
XML_INSTANCE = InstanceSchema()
REPLICATION_ITEM = ReplicationItemSchema()


def load(schema: Schema, data: Any) -> Any:
    """Load `data`. Raises: DecodeError."""
    try:
        return schema.load(data)
    except ValidationError as ex:
        raise DecodeError(f"not accepted: {ex.messages}") from ex


def read_instance(schema: InstanceSchema, data: Any, now_ms: int) -> InstanceInfo:
    """Return the instance that `data` describes, dirty as of `now_ms` unless it says when. Raises: DecodeError."""
    return InstanceInfo(**{"last_dirty_timestamp": now_ms, **load(schema, data)})
