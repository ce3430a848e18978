"""How many leases there may be."""

from __future__ import annotations

from eureka_py.config import LimitsConfig
from eureka_py.lease.registration import RegisterKind, RegisterOutcome
from eureka_py.model import InstanceKey
from eureka_py.registry.lease_table import LeaseTable


class Room:
    """Says whether there is room for one more lease; who has a lease keeps it, however full the registry is."""

    def __init__(self, config: LimitsConfig, table: LeaseTable) -> None:
        self._config = config
        self._table = table

    def refusal_locked(self, key: InstanceKey) -> RegisterOutcome | None:
        """Return why a key that has no lease gets none, None if it does."""
        config, table = self._config, self._table
        if table.lease_count >= config.instances:
            return _full(f"The registry holds {config.instances} instances, which is its limit")
        held = len(table.application_locked(key.scope, key.app_name))
        if held >= config.instances_per_app:
            return _full(f"The application has {config.instances_per_app} instances, which is the limit")
        if not held and table.application_count >= config.apps:
            return _full(f"The registry holds {config.apps} applications, which is its limit")
        return None


def _full(sentence: str) -> RegisterOutcome:
    return RegisterOutcome(RegisterKind.FULL, sentence)
