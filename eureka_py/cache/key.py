"""What a ready-made answer is found by."""

from __future__ import annotations

import enum
from typing import NamedTuple


class Entity(enum.Enum):
    """What an answer tells of. Kinds of their own, so that no application's name can be mistaken for one of them."""

    ALL_APPS = "all apps"
    ALL_APPS_DELTA = "all apps delta"
    APPLICATION = "application"
    VIP = "vip"
    SECURE_VIP = "secure vip"


class CacheKey(NamedTuple):
    """One variant of one answer. `name` is the application's or address's, "" where there is only one.

    Source: Netflix com.netflix.eureka.registry.Key.
    """

    entity: Entity
    name: str
    content_type: str
    is_compact: bool
    is_gzip: bool
