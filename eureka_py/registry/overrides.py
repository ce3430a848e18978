"""Statuses set at a server, which win over what an instance reports."""

from __future__ import annotations

from collections.abc import Mapping

from eureka_py.clock import NS_PER_S, Clock
from eureka_py.model import InstanceKey, InstanceStatus


class Overrides:
    """Overridden statuses by application and id. One holds as long as its lease does.

    When the lease is evicted it may be kept for `lifetime_s` more, in case the instance comes back; a lease that is
    cancelled takes it along. Guarded by the lock of the lease table.
    Source: Netflix AbstractInstanceRegistry.overriddenInstanceStatusMap, which is keyed by the id alone, so that two
    applications share entries, and which forgets an entry an hour after its last use.
    """

    def __init__(self, *, lifetime_s: int, clock: Clock) -> None:
        self._lifetime_ns = lifetime_s * NS_PER_S
        self._clock = clock
        self._by_key: dict[InstanceKey, InstanceStatus] = {}
        self._ends_at_ns: dict[InstanceKey, int] = {}

    def get(self, key: InstanceKey) -> InstanceStatus | None:
        """Return the overridden status, or None."""
        return self._by_key.get(key)

    def put(self, key: InstanceKey, status: InstanceStatus) -> None:
        """Set the status in place of another."""
        self._by_key[key] = status
        self._ends_at_ns.pop(key, None)

    def adopt(self, key: InstanceKey, status: InstanceStatus) -> None:
        """Take over an override that an instance brings along, unless there is one, and hold on to it."""
        ends_at_ns = self._ends_at_ns.pop(key, None)
        if ends_at_ns is not None and ends_at_ns <= self._clock.monotonic_ns():
            del self._by_key[key]  # it was over before the instance came back
        if status is not InstanceStatus.UNKNOWN:
            self._by_key.setdefault(key, status)

    def remove(self, key: InstanceKey) -> InstanceStatus | None:
        """Forget the override; return it, or None."""
        self._ends_at_ns.pop(key, None)
        return self._by_key.pop(key, None)

    def lease_evicted(self, key: InstanceKey) -> None:
        """Start the lifetime that an override has without its lease."""
        if self._lifetime_ns == 0:
            self.remove(key)
        elif key in self._by_key:
            self._ends_at_ns[key] = self._clock.monotonic_ns() + self._lifetime_ns

    def sweep(self) -> None:
        """Forget the overrides whose lifetime without a lease is over."""
        now_ns = self._clock.monotonic_ns()
        for key in [key for key, ends_at_ns in self._ends_at_ns.items() if ends_at_ns <= now_ns]:
            self.remove(key)

    def __len__(self) -> int:
        return len(self._by_key)

    def snapshot(self) -> Mapping[InstanceKey, InstanceStatus]:
        """Return a copy of all overrides."""
        self.sweep()
        return dict(self._by_key)
