"""Immutable values of the registry: no locks, no I/O, no clock."""

from eureka_py.model.application import Application, Applications, apps_hashcode
from eureka_py.model.change import Change
from eureka_py.model.data_center import DataCenterInfo
from eureka_py.model.instance import InstanceInfo
from eureka_py.model.key import DEFAULT_SCOPE, InstanceKey
from eureka_py.model.lease_info import LeaseInfo
from eureka_py.model.status import ActionType, InstanceStatus

__all__ = [
    "DEFAULT_SCOPE",
    "ActionType",
    "Application",
    "Applications",
    "Change",
    "DataCenterInfo",
    "InstanceInfo",
    "InstanceKey",
    "InstanceStatus",
    "LeaseInfo",
    "apps_hashcode",
]
