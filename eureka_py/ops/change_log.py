"""One line in the log for each change of state."""

from __future__ import annotations

import logging
import threading
from typing import NamedTuple

from eureka_py.model import ActionType, Change, InstanceKey, InstanceStatus
from eureka_py.ops.printable import log_value

logger = logging.getLogger(__name__)


class _Seen(NamedTuple):
    version: int
    status: InstanceStatus
    overridden_status: InstanceStatus


class ChangeLog:
    """Logs changes at INFO, and at DEBUG what changed no status, such as a client that registers once more.

    A change does not say what was before it, so the status last told is kept for each instance. An ended lease is
    "removed" here, whether cancelled or evicted: of an eviction the registry says so in a line of its own.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[InstanceKey, _Seen] = {}
        self._last_removal = 0

    def on_change(self, change: Change) -> None:
        """Log a change, in one line whatever the names hold."""
        with self._lock:
            before = self._noted_locked(change)
        event, level = _event(change, before)
        if logger.isEnabledFor(level):
            facts = _facts(change, before)
            phrase = " ".join(["instance", event, *(f"{name}=%s" for name in facts)])
            logger.log(level, phrase, *map(log_value, facts.values()))

    def _noted_locked(self, change: Change) -> _Seen | None:
        """Remember what the change shows; return what was known before it. Of two changes the newer is remembered."""
        key, instance = change.key, change.instance
        before = self._seen.get(key)
        if change.kind is ActionType.DELETED:
            self._last_removal = max(self._last_removal, change.version)
            if before is not None and before.version < change.version:
                del self._seen[key]
        elif change.version > (before.version if before else self._last_removal):
            # A change told after a later removal may be of an instance that is gone: it is not kept.
            self._seen[key] = _Seen(change.version, instance.status, instance.overridden_status)
        return before if before is not None and before.version < change.version else None


def _event(change: Change, before: _Seen | None) -> tuple[str, int]:
    if change.kind is ActionType.DELETED:
        return "removed", logging.INFO
    if before is None:
        return ("registered" if change.kind is ActionType.ADDED else "status changed"), logging.INFO
    if (before.status, before.overridden_status) != (change.instance.status, change.instance.overridden_status):
        return "status changed", logging.INFO
    return ("registered again" if change.kind is ActionType.ADDED else "changed"), logging.DEBUG


def _facts(change: Change, before: _Seen | None) -> dict[str, str]:
    instance = change.instance
    facts = {"app": change.key.app_name, "id": change.key.instance_id, "status": instance.status.value}
    if before is not None and before.status is not instance.status:
        facts["was"] = before.status.value
    if instance.overridden_status is not InstanceStatus.UNKNOWN:
        facts["overridden"] = instance.overridden_status.value
    return facts
