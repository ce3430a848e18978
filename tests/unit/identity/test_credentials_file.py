from __future__ import annotations

import logging
from pathlib import Path

import pytest

from eureka_py.identity.credentials_file import CredentialsFile
from eureka_py.testing import FakeClock
from tests.unit.identity.heads import CONTENT, written


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]


def test_a_change_is_seen_within_a_second_and_not_looked_for_more_often(tmp_path: Path) -> None:
    clock = FakeClock()
    file = CredentialsFile(written(tmp_path), clock=clock)
    before = file.current()
    written(tmp_path, CONTENT.replace("orders", "others"))
    clock.advance(ms=999)
    assert file.current() is before
    clock.advance(ms=1)
    assert "others" in file.current().users


def test_a_bad_change_is_said_once_and_what_was_good_stays(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = FakeClock()
    file = CredentialsFile(written(tmp_path), clock=clock)
    before = file.current()
    for content in ("[", "[users"):
        written(tmp_path, content)
        for _ in range(3):
            clock.advance(seconds=1)
            assert file.current() is before
    assert len(errors(caplog)) == 2
    (tmp_path / "credentials.toml").unlink()
    clock.advance(seconds=1)
    assert file.current() is before
    written(tmp_path)
    clock.advance(seconds=1)
    assert file.current() is not before
    assert len(errors(caplog)) == 3


def test_a_file_that_is_bad_from_the_start_lets_nobody_in_until_it_is_mended(tmp_path: Path) -> None:
    clock = FakeClock()
    file = CredentialsFile(written(tmp_path, "["), clock=clock)
    assert not file.current().users
    written(tmp_path)
    clock.advance(seconds=1)
    assert file.current().users
