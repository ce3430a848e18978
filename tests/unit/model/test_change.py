from __future__ import annotations

from eureka_py.model import ActionType, Change
from eureka_py.testing import an_instance


def test_changes_sort_by_version() -> None:
    instance = an_instance()
    older, newer = (Change(version, ActionType.ADDED, instance.key(), instance, at_ns=7) for version in (1, 2))
    assert max(newer, older) is newer
