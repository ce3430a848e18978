from __future__ import annotations

import pytest

from eureka_py.model import ActionType, InstanceStatus

EVERY_NAME = ("UP", "DOWN", "STARTING", "OUT_OF_SERVICE", "UNKNOWN")


def test_there_are_five_statuses_named_as_on_the_wire() -> None:
    assert tuple(status.value for status in InstanceStatus) == EVERY_NAME


@pytest.mark.parametrize("name", EVERY_NAME)
def test_any_letter_case_names_a_status(name: str) -> None:
    for spelling in (name, name.lower(), name.title()):
        assert InstanceStatus.lenient(spelling) is InstanceStatus(name)
        assert InstanceStatus.strict(spelling) is InstanceStatus(name)


@pytest.mark.parametrize("text", ["", "up ", "OUT OF SERVICE", "RUNNING", "0"])
def test_any_other_text_is_unknown_to_the_lenient_and_none_to_the_strict(text: str) -> None:
    assert InstanceStatus.lenient(text) is InstanceStatus.UNKNOWN
    assert InstanceStatus.strict(text) is None


def test_there_are_three_actions_named_as_on_the_wire() -> None:
    assert [action.value for action in ActionType] == ["ADDED", "MODIFIED", "DELETED"]
