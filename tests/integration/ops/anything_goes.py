"""A registry that refuses nothing, for pages that must bear whatever it may come to hold."""

from __future__ import annotations

from typing import Any, cast

from eureka_py.model import InstanceInfo
from eureka_py.registry.abstract import AbstractInstanceRegistry
from eureka_py.registry.instance_limits import InstanceLimits


class NoLimits:
    """Takes every instance."""

    def refusal(self, instance: InstanceInfo) -> None:
        pass


def lift_limits(registry: AbstractInstanceRegistry) -> None:
    """Have the registry take what its limits refuse. There is no setting for it, so this reaches inside."""
    opened = cast(Any, registry)
    assert isinstance(opened._limits, InstanceLimits)
    assert opened._book._limits is opened._limits
    opened._limits = opened._book._limits = NoLimits()
