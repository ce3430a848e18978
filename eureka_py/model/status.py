"""The two closed vocabularies of the Eureka wire."""

from __future__ import annotations

import enum


class InstanceStatus(str, enum.Enum):
    """Whether an instance takes traffic. Source: Netflix InstanceInfo.InstanceStatus."""

    UP = "UP"
    DOWN = "DOWN"
    STARTING = "STARTING"
    OUT_OF_SERVICE = "OUT_OF_SERVICE"
    UNKNOWN = "UNKNOWN"

    @classmethod
    def lenient(cls, text: str) -> InstanceStatus:
        """Return the status that `text` names in any letter case, UNKNOWN for any other text.

        Source: Netflix InstanceStatus.toEnum.
        """
        return _BY_NAME.get(text.upper(), cls.UNKNOWN)

    @classmethod
    def strict(cls, text: str) -> InstanceStatus | None:
        """Return the status that `text` names in any letter case, None for any other text."""
        return _BY_NAME.get(text.upper())


_BY_NAME = {status.value: status for status in InstanceStatus}


class ActionType(str, enum.Enum):
    """What happened last to an instance, as a delta tells it. Source: Netflix InstanceInfo.ActionType."""

    ADDED = "ADDED"
    MODIFIED = "MODIFIED"
    DELETED = "DELETED"
