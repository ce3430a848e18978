"""What the response cache can tell of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from eureka_py.cache.key import Entity


class EntityFigures(NamedTuple):
    """Reads answered from what was kept, answers made and the time that took, and bytes held now."""

    hits: int
    builds: int
    build_ns: int
    held_bytes: int


class CacheFigures(NamedTuple):
    """Both halves of the cache: answers by entity, and the encoded applications that the largest are made from."""

    by_entity: Mapping[Entity, EntityFigures]
    fragments_bytes: int
