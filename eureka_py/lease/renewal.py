"""What a renewal says, and what came of it."""

from __future__ import annotations

import enum
from typing import Generic, NamedTuple, TypeVar

from eureka_py.model import InstanceStatus

Holder = TypeVar("Holder")


class RenewClaim(NamedTuple):
    """What a heartbeat says about the holder. `last_dirty_timestamp`: epoch ms; None where it says nothing."""

    last_dirty_timestamp: int | None = None
    overridden_status: InstanceStatus | None = None


NO_CLAIM = RenewClaim()


class RenewKind(enum.Enum):
    """How a renewal ended."""

    RENEWED = "renewed"
    UNKNOWN = "unknown"
    """There is no lease, or its holder has to register anew."""
    CLIENT_IS_NEWER = "client is newer"
    """The lease is renewed, but the holder changed since it registered: it has to register again."""
    CONFLICT = "conflict"
    """The lease is renewed; the peer that sent the heartbeat holds an older state than `RenewOutcome.holder`."""


class RenewOutcome(NamedTuple, Generic[Holder]):
    """How a renewal ended; `holder` is what the registry holds, on a conflict."""

    kind: RenewKind
    holder: Holder | None = None
