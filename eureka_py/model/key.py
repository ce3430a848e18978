"""What names one instance inside the registry."""

from __future__ import annotations

from typing import NamedTuple

DEFAULT_SCOPE = ""
"""The one scope that Eureka's protocol sees; other protocols may name their own (a Discovery `env`)."""


class InstanceKey(NamedTuple):
    """The identity of a lease: `app_name` in upper case, `instance_id` as it was sent."""

    scope: str
    app_name: str
    instance_id: str
