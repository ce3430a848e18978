"""One accepted write to the registry."""

from __future__ import annotations

from typing import NamedTuple

from eureka_py.model.instance import InstanceInfo
from eureka_py.model.key import InstanceKey
from eureka_py.model.status import ActionType


class Change(NamedTuple):
    """What a write did: `instance` as it is after it (as it last was, when DELETED).

    `version` is the registry's, one more with each change; `at_ns` is monotonic time.
    """

    version: int
    kind: ActionType
    key: InstanceKey
    instance: InstanceInfo
    at_ns: int
