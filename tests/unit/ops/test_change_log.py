from __future__ import annotations

import logging

import pytest

from eureka_py.model import ActionType, Change, InstanceStatus
from eureka_py.ops.change_log import ChangeLog
from eureka_py.testing import an_instance

ADDED, MODIFIED, DELETED = ActionType.ADDED, ActionType.MODIFIED, ActionType.DELETED
UP, DOWN, OUT = InstanceStatus.UP, InstanceStatus.DOWN, InstanceStatus.OUT_OF_SERVICE
UNKNOWN = InstanceStatus.UNKNOWN


class Lines:
    """A change log, and what it wrote."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG, logger="eureka_py.ops.change_log")
        self._caplog = caplog
        self._log = ChangeLog()
        self._version = 0

    def after(
        self,
        kind: ActionType,
        status: InstanceStatus = UP,
        *,
        app: str = "ORDERS",
        iid: str = "i-1",
        overridden: InstanceStatus = UNKNOWN,
        version: int | None = None,
    ) -> list[tuple[str, str]]:
        """Tell of a change; return what it wrote, as level and message."""
        self._caplog.clear()
        self._version = version or self._version + 1
        instance = an_instance(app, iid, status=status, overridden_status=overridden)
        self._log.on_change(Change(self._version, kind, instance.key(), instance, at_ns=0))
        return [(record.levelname, record.getMessage()) for record in self._caplog.records]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Lines:
    return Lines(caplog)


def test_a_registration_is_logged(lines: Lines) -> None:
    assert lines.after(ADDED) == [("INFO", "instance registered app=ORDERS id=i-1 status=UP")]


def test_a_registration_that_changes_no_status_is_for_debugging(lines: Lines) -> None:
    lines.after(ADDED)
    assert lines.after(ADDED) == [("DEBUG", "instance registered again app=ORDERS id=i-1 status=UP")]


def test_a_registration_with_another_status_is_a_change_of_status(lines: Lines) -> None:
    lines.after(ADDED, InstanceStatus.STARTING)
    assert lines.after(ADDED) == [("INFO", "instance status changed app=ORDERS id=i-1 status=UP was=STARTING")]


def test_an_override_and_its_end_are_logged(lines: Lines) -> None:
    lines.after(ADDED)
    assert lines.after(MODIFIED, OUT, overridden=OUT) == [
        ("INFO", "instance status changed app=ORDERS id=i-1 status=OUT_OF_SERVICE was=UP overridden=OUT_OF_SERVICE")
    ]
    assert lines.after(MODIFIED) == [("INFO", "instance status changed app=ORDERS id=i-1 status=UP was=OUT_OF_SERVICE")]


def test_an_override_to_the_status_that_is_there_is_logged(lines: Lines) -> None:
    lines.after(ADDED)
    assert lines.after(MODIFIED, overridden=UP) == [
        ("INFO", "instance status changed app=ORDERS id=i-1 status=UP overridden=UP")
    ]


def test_another_change_is_for_debugging(lines: Lines) -> None:
    lines.after(ADDED)
    assert lines.after(MODIFIED) == [("DEBUG", "instance changed app=ORDERS id=i-1 status=UP")]


def test_the_end_of_a_lease_is_logged_and_the_next_registration_is_a_first_one(lines: Lines) -> None:
    lines.after(ADDED)
    assert lines.after(DELETED) == [("INFO", "instance removed app=ORDERS id=i-1 status=UP")]
    assert lines.after(ADDED) == [("INFO", "instance registered app=ORDERS id=i-1 status=UP")]


def test_a_change_of_what_was_never_heard_of_is_logged(lines: Lines) -> None:
    assert lines.after(MODIFIED, DOWN) == [("INFO", "instance status changed app=ORDERS id=i-1 status=DOWN")]


def test_a_registration_told_before_the_removal_that_preceded_it_is_remembered(lines: Lines) -> None:
    lines.after(ADDED, version=1)
    lines.after(ADDED, DOWN, version=3)
    assert lines.after(DELETED, version=2) == [("INFO", "instance removed app=ORDERS id=i-1 status=UP")]
    assert lines.after(ADDED, DOWN, version=4)[0][0] == "DEBUG"


def test_a_registration_told_after_the_removal_that_followed_it_is_forgotten(lines: Lines) -> None:
    lines.after(DELETED, version=2)
    assert lines.after(ADDED, version=1)[0][0] == "INFO"
    assert lines.after(ADDED, version=3) == [("INFO", "instance registered app=ORDERS id=i-1 status=UP")]


def test_an_older_change_does_not_replace_what_is_known(lines: Lines) -> None:
    lines.after(ADDED, DOWN, version=5)
    lines.after(MODIFIED, UP, version=4)
    assert lines.after(ADDED, DOWN, version=6)[0][0] == "DEBUG"


def test_hostile_names_stay_on_one_line_and_inside_their_value(lines: Lines) -> None:
    ((_, message),) = lines.after(ADDED, app="A\nINFO forged", iid="x status=DOWN\x1b[2J\ud800")
    assert message == (r'instance registered app="A\nINFO forged" id="x status=DOWN\x1b[2J\ud800" status=UP')


def test_nothing_is_written_below_the_level_that_is_set(lines: Lines, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="eureka_py.ops.change_log")
    lines.after(ADDED)
    assert lines.after(ADDED) == []
