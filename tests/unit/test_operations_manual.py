"""docs/operations.md names only what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eureka_py.admission import RefusalReason
from eureka_py.cli import COMMANDS
from eureka_py.config.keys import all_keys

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "operations.md").read_text()
METRICS = (ROOT / "docs" / "metrics.md").read_text()
SECTIONS = {key.dotted.partition(".")[0] for key in all_keys()}


def found(pattern: str) -> list[str]:
    return sorted(set(re.findall(pattern, MANUAL)))


@pytest.mark.parametrize("name", found(r"\b(?:eureka|process)_(?!py)[a-z_]+\b(?!\.)"))
def test_a_metric_is_among_the_metrics(name: str) -> None:
    assert f"`{name}`" in METRICS


@pytest.mark.parametrize(
    "name", [name for name in found(r"`([a-z_]+\.[a-z_]+)\b") if name.partition(".")[0] in SECTIONS]
)
def test_a_setting_is_among_the_settings(name: str) -> None:
    assert name in {key.dotted for key in all_keys()}


def test_every_reason_of_a_refusal_is_explained_and_no_other() -> None:
    table = MANUAL.partition("| `reason` |")[2].partition("\n\n")[0]
    named = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == {reason.value for reason in RefusalReason}


@pytest.mark.parametrize("name", found(r"eureka-py ([a-z]+)\b(?= |`)"))
def test_a_command_is_there(name: str) -> None:
    assert name in {module.__name__.rpartition(".")[2] for module in COMMANDS}


@pytest.mark.parametrize("path", found(r"\]\(([^)#:]+)\)") + found(r"`(deploy/[\w./-]+)`"))
def test_a_file_is_there(path: str) -> None:
    assert (ROOT / path).exists() or (ROOT / "docs" / path).exists()


@pytest.mark.parametrize("phrase", found(r"`(certificate [a-z ,]+|credentials refused[a-z ,]*|requests cut off)[`= ]"))
def test_a_line_of_the_log_is_written_by_somebody(phrase: str) -> None:
    sources = "\n".join(path.read_text() for path in (ROOT / "eureka_py").rglob("*.py"))
    assert f'"{phrase.strip()}' in sources
