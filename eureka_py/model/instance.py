"""One registered instance, with every field of the Eureka wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from eureka_py.model.data_center import DataCenterInfo
from eureka_py.model.key import DEFAULT_SCOPE, InstanceKey
from eureka_py.model.lease_info import LeaseInfo
from eureka_py.model.status import ActionType, InstanceStatus

DEFAULT_PORT = 7001
DEFAULT_SECURE_PORT = 7002
DEFAULT_COUNTRY_ID = 1
DEFAULT_SID = "na"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceInfo:
    """What a client says about itself, completed by the server.

    `instance_id`, `host_name`, `ip_addr` and `data_center_info` may be missing in what a decoder gives; what the
    registry holds has them, but for `instance_id` (see `id`). Times are epoch milliseconds.
    Source: Netflix InstanceInfo.
    """

    instance_id: str | None = None
    host_name: str = ""
    app_name: str
    ip_addr: str = ""
    sid: str = DEFAULT_SID
    status: InstanceStatus = InstanceStatus.UP
    overridden_status: InstanceStatus = InstanceStatus.UNKNOWN
    port: int = DEFAULT_PORT
    is_port_enabled: bool = True
    secure_port: int = DEFAULT_SECURE_PORT
    is_secure_port_enabled: bool = False
    country_id: int = DEFAULT_COUNTRY_ID
    data_center_info: DataCenterInfo | None = None
    lease_info: LeaseInfo = field(default_factory=LeaseInfo)
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    app_group_name: str | None = None
    home_page_url: str | None = None
    status_page_url: str | None = None
    health_check_url: str | None = None
    secure_health_check_url: str | None = None
    vip_address: str | None = None
    secure_vip_address: str | None = None
    is_coordinating_discovery_server: bool = False
    last_updated_timestamp: int = 0
    last_dirty_timestamp: int = 0
    action_type: ActionType | None = None
    asg_name: str | None = None

    @property
    def id(self) -> str:
        """Return the effective id: the one sent, else the data center's, else the host name.

        Source: Netflix InstanceInfo.getId.
        """
        if self.instance_id:
            return self.instance_id
        data_center = self.data_center_info
        return (data_center.unique_id if data_center else None) or self.host_name

    def key(self, scope: str = DEFAULT_SCOPE) -> InstanceKey:
        """Return the name of this instance's lease."""
        return InstanceKey(scope, self.app_name, self.id)

    def vip_addresses(self) -> tuple[str, ...]:
        """Return the elements of the comma list `vip_address`, trimmed, without empty ones."""
        return _elements(self.vip_address)

    def secure_vip_addresses(self) -> tuple[str, ...]:
        """Return the elements of the comma list `secure_vip_address`, trimmed, without empty ones."""
        return _elements(self.secure_vip_address)


def _elements(comma_list: str | None) -> tuple[str, ...]:
    if not comma_list:
        return ()
    trimmed = (element.strip() for element in comma_list.split(","))
    return tuple(dict.fromkeys(element for element in trimmed if element))
