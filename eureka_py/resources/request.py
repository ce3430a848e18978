"""What the resources read off a request."""

from __future__ import annotations

import re
from typing import NoReturn

import falcon

from eureka_py.admission import Admitted
from eureka_py.admission.guard import ADMITTED
from eureka_py.codec.fields import INT64_MAX
from eureka_py.lease.renewal import RenewClaim
from eureka_py.model import DEFAULT_SCOPE, InstanceKey, InstanceStatus

_DIGITS = re.compile("[0-9]{1,19}")
"""Enough for Java's long, the largest that Java's clients can read back. `int` alone takes other things for numbers."""


def key_of(app_name: str, instance_id: str) -> InstanceKey:
    """Return the key that a path names: applications in any letter case, ids as they are."""
    return InstanceKey(DEFAULT_SCOPE, app_name.upper(), instance_id)


def is_replication(req: falcon.Request) -> bool:
    """Tell whether a peer sent this, and says that it replicates."""
    admitted: Admitted = req.env[ADMITTED]
    return admitted.is_replication


def claim_of(req: falcon.Request) -> RenewClaim:
    """Return what the query of a heartbeat says; `status` is not looked at. Raises HTTPBadRequest."""
    return RenewClaim(last_dirty_timestamp_of(req), _overridden_status_of(req))


def last_dirty_timestamp_of(req: falcon.Request) -> int | None:
    """Return the query's `lastDirtyTimestamp` in epoch milliseconds, None if absent. Raises HTTPBadRequest."""
    text = first_value(req, "lastDirtyTimestamp")
    if text is None:
        return None
    if _DIGITS.fullmatch(text) is None or int(text) > INT64_MAX:
        _refuse()
    return int(text)


def status_of(req: falcon.Request) -> InstanceStatus | None:
    """Return the status that the query's `value` names in any letter case, None if absent. Raises HTTPBadRequest."""
    text = first_value(req, "value")
    if text is None:
        return None
    return InstanceStatus.strict(text) or _refuse()


def first_value(req: falcon.Request, name: str) -> str | None:
    """Return a query parameter; of a repeated one the first."""
    value = req.params.get(name)
    return value[0] if isinstance(value, list) else value


def first_values(req: falcon.Request) -> dict[str, str]:
    """Return all query parameters; of a repeated one the first."""
    return {name: value[0] if isinstance(value, list) else value for name, value in req.params.items()}


def _overridden_status_of(req: falcon.Request) -> InstanceStatus | None:
    text = first_value(req, "overriddenstatus")
    return None if text is None else InstanceStatus.lenient(text)


def _refuse() -> NoReturn:
    raise falcon.HTTPBadRequest
