from __future__ import annotations

from pathlib import Path

import pytest

from eureka_py.config.loading import load
from tests.unit.cli.leaving import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "eureka-server.properties"
    file.write_text("eureka.disableDelta=true\neureka.myUrl=x\n")
    return file


def test_our_file_goes_to_standard_output_and_the_account_to_standard_error(capsys: Capture, source: Path) -> None:
    left = run(capsys, "import-config", str(source))
    assert left.status == 0
    assert f"[delta]\ndisabled = true # {source}:1: eureka.disableDelta\n" in left.out
    assert left.err.splitlines()[:2] == [
        f"{source}:1: eureka.disableDelta: taken as delta.disabled = true",
        f"{source}:2: eureka.myUrl: has no meaning here: replication with other nodes is not in this version",
    ]


def test_our_file_can_be_written_to_a_place_of_its_own(capsys: Capture, source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.toml"
    left = run(capsys, "import-config", str(source), "--output", str(output))
    assert (left.status, left.out) == (0, "")
    assert load(file=str(output), environ={}).config.delta.disabled is True


def test_a_file_that_is_there_is_replaced_only_by_force(capsys: Capture, source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.toml"
    output.write_text("mine")
    left = run(capsys, "import-config", str(source), "--output", str(output))
    assert left == (2, "", f"eureka-py: --output = '{output}': expected a file that is not there yet, or --force\n")
    assert output.read_text() == "mine"
    assert run(capsys, "import-config", str(source), "--output", str(output), "--force").status == 0
    assert load(file=str(output), environ={}).config.delta.disabled is True


def test_a_place_that_cannot_be_written_is_refused(capsys: Capture, source: Path, tmp_path: Path) -> None:
    left = run(capsys, "import-config", str(source), "--output", str(tmp_path / "no" / "out.toml"))
    assert left.status == 2
    assert "expected a file that can be written: No such file or directory" in left.err


def test_a_profile_is_handed_on(capsys: Capture, source: Path) -> None:
    source.with_name("eureka-server-prod.properties").write_text("eureka.disableDelta=false\n")
    left = run(capsys, "import-config", str(source), "--profile", "prod")
    assert "disabled" not in left.out


def test_a_file_that_cannot_be_read_is_refused_in_one_line(capsys: Capture, tmp_path: Path) -> None:
    left = run(capsys, "import-config", str(tmp_path / "none.yml"))
    assert left == (2, "", f"eureka-py: {tmp_path}/none.yml: there is no such file\n")


def test_a_file_has_to_be_named(capsys: Capture) -> None:
    left = run(capsys, "import-config")
    assert left.status == 2
    assert left.err == ("eureka-py: the following arguments are required: FILE (see eureka-py import-config --help)\n")
