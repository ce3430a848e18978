from __future__ import annotations

import json
from pathlib import Path

import pytest

from eureka_py.config.loading import load
from tests.unit.cli.leaving import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file in conf/ is read from the current folder."""
    monkeypatch.chdir(tmp_path)


def test_print_gives_a_file_that_makes_the_same_settings(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[delta]\nretention_ms = 5\n")
    flags = ("--config", str(file), "--port", "9000", "--set", "eureka.server.disableDelta=true")
    left = run(capsys, "config", "print", *flags)
    assert (left.status, left.err) == (0, "")
    assert f"retention_ms = 5 # {file}" in left.out.splitlines()
    assert "port = 9000 # --port" in left.out.splitlines()
    assert "disabled = true # --set eureka.server.disableDelta" in left.out.splitlines()
    again = tmp_path / "again.toml"
    again.write_text(left.out)
    config = load(file=str(again), environ={}).config
    assert (config.delta.retention_ms, config.delta.disabled, config.server.port) == (5, True, 9000)


def test_print_names_the_variable_a_value_came_from(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EUREKA_PY_SERVER_THREADS", "3")
    left = run(capsys, "config", "print", "--format", "json")
    assert json.loads(left.out)["server"]["threads"] == {"value": 3, "origin": "EUREKA_PY_SERVER_THREADS"}


@pytest.mark.parametrize("verb", ["print", "check"])
def test_settings_that_are_wrong_are_refused_in_one_line(capsys: Capture, verb: str) -> None:
    left = run(capsys, "config", verb, "--port", "70000")
    assert left == (2, "", "eureka-py: server.port = 70000 (from --port): expected 0 to 65535\n")


def test_a_property_without_meaning_is_refused_with_the_reason(capsys: Capture) -> None:
    left = run(capsys, "config", "check", "--set", "eureka.awsAccessId=x")
    assert left.status == 2
    assert left.err.startswith("eureka-py: known Netflix property without meaning here: eureka.awsAccessId (from --set")


def test_without_a_verb_there_is_one_line(capsys: Capture) -> None:
    left = run(capsys, "config")
    assert left.status == 2
    assert left.err.count("\n") == 1


def test_a_file_of_credentials_that_is_not_there_is_refused(capsys: Capture, tmp_path: Path) -> None:
    left = run(capsys, "config", "check", "--set", f"access.credentials_file={tmp_path}/none.toml")
    assert left.status == 2
    assert "there is no such file; make it with: eureka-py user add" in left.err


def test_a_certificate_that_is_not_there_is_refused_with_its_origin(capsys: Capture, tmp_path: Path) -> None:
    flags = [f"--set=tls.{name}={tmp_path}/none.pem" for name in ("certificate_file", "key_file")]
    left = run(capsys, "config", "check", *flags)
    assert left.status == 2
    assert "none.pem' (from --set tls.certificate_file): expected a file that can be read" in left.err
