"""The registry's rules once more, as plainly as possible: dicts, a log of everything, and a recount per question.

Nothing here is shared with the registry but the names of the statuses, so that a mistake has to be made twice.
An instance is a dict of the fields that the rules are about.
"""

from __future__ import annotations

import dataclasses
from typing import Any, NamedTuple

NS_PER_S = 1_000_000_000
NS_PER_MS = 1_000_000
READY = ("UP", "OUT_OF_SERVICE")

Key = tuple[str, str, str]
Fields = dict[str, Any]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rules:
    """The settings that matter to the rules."""

    is_global: bool = False
    is_preserving: bool = True
    is_limited: bool = True
    survives_registration: bool = False
    override_lifetime_s: int = 0
    initial_expected_clients: int = 0
    percent: float = 0.85
    missed_renewals: int = 2
    retention_s: int = 180
    recent_leases: int = 8
    most_instances: int = 100
    most_entries: int = 100


class Logged(NamedTuple):
    """One change that must have been made."""

    version: int
    kind: str
    key: Key
    fields: Fields
    at_ns: int


@dataclasses.dataclass
class NaiveLease:
    """When a lease was granted and renewed."""

    fields: Fields
    granted_ns: int
    renewed_ns: int
    was_renewed: bool = False

    def overdue_ns(self, now_ns: int) -> int:
        duration_ns: int = self.fields["duration_s"] * NS_PER_S
        return now_ns - self.renewed_ns - (2 * duration_ns if self.was_renewed else duration_ns)


class NaiveRegistry:
    """What a registry should do. The caller says what time it is before each verb."""

    def __init__(self, rules: Rules, *, now_ns: int, now_ms: int) -> None:
        self.rules = rules
        self.now_ns = self.started_ns = now_ns
        self.now_ms = now_ms
        self.is_drained = False
        self.leases: dict[Key, NaiveLease] = {}
        self.overrides: dict[Key, str] = {}
        self.orphans_end_ns: dict[Key, int] = {}
        self.server_metadata: dict[Key, dict[str, str]] = {}
        self.log: list[Logged] = []
        self.swept_before_ns = 0
        self.renewals_ns: list[int] = []
        self.registrations: list[tuple[int, Key]] = []
        self.cancellations: list[tuple[int, Key]] = []
        self.expected_clients = rules.initial_expected_clients
        self.told: list[tuple[str, Key, Any]] = []

    # verbs

    def register(self, key: Key, sent: Fields, *, is_replication: bool) -> str:
        refusal = self._refusal(key, sent)
        if refusal is not None:
            return refusal
        self._grant(key, sent, is_replication=is_replication)
        if not is_replication:
            self._tell_of_registration(key)
        return "REGISTERED"

    def renew(self, key: Key, dirty: int | None, overridden: str | None, *, is_replication: bool) -> str:
        lease = self.leases.get(key)
        if lease is None:
            return "UNKNOWN"
        held = lease.fields["status"]
        status = self._decide(held, self.overrides.get(key), held, is_replication)
        if status == "UNKNOWN":
            return "UNKNOWN"
        self._sign_of_life(lease)
        self.renewals_ns.append(self.now_ns)
        outcome = "RENEWED"
        if dirty is not None and dirty > lease.fields["dirty"]:
            outcome = "CLIENT_IS_NEWER"
            if is_replication and overridden not in (None, "UNKNOWN"):
                self.overrides[key] = str(overridden)
                status = self._decide(held, overridden, held, is_replication)
        elif dirty is not None and dirty < lease.fields["dirty"] and is_replication:
            outcome = "CONFLICT"
        self._show(key, status)
        if outcome == "RENEWED" and not is_replication:
            self.told.append(("renew", key, None))
        return outcome

    def cancel(self, key: Key, *, is_replication: bool) -> bool:
        if key not in self.leases:
            return False
        self._end(key)
        self.overrides.pop(key, None)
        if not is_replication:
            self.told.append(("cancel", key, None))
        return True

    def update_status(self, key: Key, status: str, dirty: int | None, *, is_replication: bool) -> bool:
        lease = self.leases.get(key)
        if lease is None:
            return False
        self._sign_of_life(lease)
        self.overrides[key] = status
        self._show(key, status, dirty)
        if not is_replication:
            self.told.append(("update_status", key, status))
        return True

    def delete_status_override(self, key: Key, status: str, dirty: int | None, *, is_replication: bool) -> bool:
        lease = self.leases.get(key)
        if lease is None:
            return False
        self._sign_of_life(lease)
        if key in self.overrides:
            del self.overrides[key]
            self._show(key, status, dirty)
        if not is_replication:
            self.told.append(("delete_status_override", key, status))
        return True

    def update_metadata(self, key: Key, entries: dict[str, str]) -> str:
        lease = self.leases.get(key)
        if lease is None:
            return "UNKNOWN"
        if len({**lease.fields["metadata"], **entries}) > self.rules.most_entries:
            return "TOO_LARGE"
        if self.rules.survives_registration:
            self.server_metadata.setdefault(key, {}).update(entries)
        sent = {**lease.fields, "metadata": {**lease.fields["metadata"], **entries}}
        self._grant(key, sent, is_replication=False)
        self._tell_of_registration(key)
        return "REGISTERED"

    def sweep_recent_changes(self) -> None:
        self.swept_before_ns = max(self.swept_before_ns, self.now_ns - self.rules.retention_s * NS_PER_S)

    def recount(self) -> None:
        if len(self.leases) > self.rules.percent * self.expected_clients or not self.rules.is_preserving:
            self.expected_clients = len(self.leases)

    # eviction, in three steps, for chance decides who goes

    def begin_eviction(self) -> None:
        for key, ends_ns in list(self.orphans_end_ns.items()):
            if ends_ns <= self.now_ns:
                del self.orphans_end_ns[key]
                self.overrides.pop(key, None)

    def evictable(self, additional_ms: int) -> tuple[set[Key], int]:
        """Return who may be evicted, and how many of them are."""
        expired = {
            key for key, lease in self.leases.items() if lease.overdue_ns(self.now_ns) > additional_ms * NS_PER_MS
        }
        if self.is_preservation_active():
            return expired, 0
        size = len(self.leases)
        limit = size - int(size * self.rules.percent) if self.rules.is_limited else size
        return expired, min(limit, len(expired))

    def evict(self, key: Key) -> None:
        self._end(key)
        if key in self.overrides:
            if self.rules.override_lifetime_s:
                self.orphans_end_ns[key] = self.now_ns + self.rules.override_lifetime_s * NS_PER_S
            else:
                del self.overrides[key]

    # questions

    def all_overrides(self) -> dict[Key, str]:
        return {
            key: status
            for key, status in self.overrides.items()
            if key not in self.orphans_end_ns or self.orphans_end_ns[key] > self.now_ns
        }

    def is_preservation_active(self) -> bool:
        expected, seen, needed = self.judgement()
        return self.rules.is_preserving and expected > 0 and seen < needed

    def judgement(self) -> tuple[int, int, int]:
        """Return what is expected, seen and needed."""
        if self.rules.is_global:
            per_minute = self.expected_clients * 2.0
            return int(per_minute), self.renewals_last_minute(), int(per_minute * self.rules.percent) + 1
        size = len(self.leases)
        return size, size - len(self.silent()), int(size * self.rules.percent)

    def silent(self) -> set[Key]:
        return {
            key
            for key, lease in self.leases.items()
            if self.now_ns - lease.renewed_ns >= self.rules.missed_renewals * lease.fields["interval_s"] * NS_PER_S
        }

    def renewals_last_minute(self) -> int:
        now_s, started_s = self.now_ns // NS_PER_S, self.started_ns // NS_PER_S
        if now_s - started_s < 60:
            return 0
        return sum(renewed_ns // NS_PER_S > now_s - 60 for renewed_ns in self.renewals_ns)

    def is_readable(self, key: Key) -> bool:
        lease = self.leases.get(key)
        return lease is not None and (lease.overdue_ns(self.now_ns) <= 0 or self.is_preservation_active())

    def last_renewal_ms(self, key: Key) -> int:
        lease = self.leases[key]
        registered_ms: int = lease.fields["registered_ms"]
        return registered_ms + (lease.renewed_ns - lease.granted_ns) // NS_PER_MS

    def full(self, scope: str) -> dict[Key, Fields]:
        return {key: dict(lease.fields) for key, lease in self.leases.items() if key[0] == scope}

    def delta(self, scope: str) -> dict[Key, Fields]:
        """Return the last change of each instance that changed since the last sweep's limit."""
        latest = {change.key: change for change in self.log if change.key[0] == scope}
        return {key: change.fields for key, change in latest.items() if change.at_ns >= self.swept_before_ns}

    def version(self, scope: str) -> int:
        return max((change.version for change in self.log if change.key[0] == scope), default=0)

    # steps

    def _refusal(self, key: Key, sent: Fields) -> str | None:
        if len(sent["metadata"]) > self.rules.most_entries:
            return "TOO_LARGE"
        if key not in self.leases:
            return "FULL" if len(self.leases) >= self.rules.most_instances else None
        held = self.leases[key].fields
        kept = held if held["dirty"] > sent["dirty"] else sent
        of_both = {**kept["metadata"], **self.server_metadata.get(key, {})}
        return "TOO_LARGE" if len(of_both) > self.rules.most_entries else None

    def _grant(self, key: Key, sent: Fields, *, is_replication: bool) -> None:
        old = self.leases.get(key)
        held = old.fields["status"] if old else None
        kept = dict(old.fields) if old and old.fields["dirty"] > sent["dirty"] else dict(sent)
        kept["metadata"] = {**kept["metadata"], **self.server_metadata.get(key, {})}
        ends_ns = self.orphans_end_ns.pop(key, None)
        if ends_ns is not None and ends_ns <= self.now_ns:
            self.overrides.pop(key, None)
        if kept["overridden"] != "UNKNOWN" and key not in self.overrides:
            self.overrides[key] = kept["overridden"]
        kept["overridden"] = self.overrides.get(key, "UNKNOWN")
        kept["status"] = self._decide(kept["status"], self.overrides.get(key), held, is_replication)
        kept["registered_ms"] = self.now_ms
        kept["up_ms"] = old.fields["up_ms"] if old else 0
        if kept["status"] == "UP" and not kept["up_ms"]:
            kept["up_ms"] = self.now_ms
        self.leases[key] = NaiveLease(kept, self.now_ns, self.now_ns)
        if old is None:
            self.expected_clients += 1
        self.registrations = [(self.now_ms, key), *self.registrations][: self.rules.recent_leases]
        self._log("ADDED", key, kept)

    def _end(self, key: Key) -> None:
        lease = self.leases.pop(key)
        self.server_metadata.pop(key, None)
        self.expected_clients = max(0, self.expected_clients - 1)
        self.cancellations = [(self.now_ms, key), *self.cancellations][: self.rules.recent_leases]
        lease.fields["ended_ms"] = self.now_ms
        self._log("DELETED", key, lease.fields)

    def _show(self, key: Key, status: str, dirty: int | None = None) -> None:
        fields = self.leases[key].fields
        overridden = self.overrides.get(key, "UNKNOWN")
        if (fields["status"], fields["overridden"]) == (status, overridden):
            return
        fields["status"], fields["overridden"] = status, overridden
        fields["dirty"] = max(fields["dirty"], dirty or 0)
        if status == "UP" and not fields["up_ms"]:
            fields["up_ms"] = self.now_ms
        self._log("MODIFIED", key, fields)

    def _log(self, kind: str, key: Key, fields: Fields) -> None:
        fields["action"] = kind
        fields["updated_ms"] = self.now_ms
        self.log.append(Logged(len(self.log) + 1, kind, key, dict(fields), self.now_ns))

    def _sign_of_life(self, lease: NaiveLease) -> None:
        lease.renewed_ns = self.now_ns
        lease.was_renewed = True

    def _tell_of_registration(self, key: Key) -> None:
        self.told.append(("register", key, dict(self.leases[key].fields)))

    def _decide(self, reported: str, overridden: str | None, held: str | None, is_replication: bool) -> str:
        if reported not in READY:
            return reported
        if overridden is not None:
            return overridden
        if self.is_drained:
            return "OUT_OF_SERVICE"
        if held in READY and not is_replication:
            return str(held)
        return reported
