"""docs/dependencies.md says why of every library that setup.cfg names, and of no other."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COLUMNS = 5


def named_in_setup(section: str, option: str) -> set[str]:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    lines = [line.strip() for line in setup[section][option].splitlines()]
    names = {re.split(r"[\s<>=\[;]", line)[0] for line in lines if line and not line.startswith("#")}
    return names - {"eureka-py"}


def rows_under(heading: str) -> list[list[str]]:
    text = (ROOT / "docs" / "dependencies.md").read_text()
    part = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


@pytest.mark.parametrize(
    ("heading", "section", "option"),
    [
        ("To run", "options", "install_requires"),
        ("To test", "options.extras_require", "test"),
        ("To develop", "options.extras_require", "dev"),
    ],
)
def test_the_document_and_the_setup_name_the_same(heading: str, section: str, option: str) -> None:
    documented = [row[0] for row in rows_under(heading)]
    assert sorted(documented) == sorted(named_in_setup(section, option))


@pytest.mark.parametrize("heading", ["To run", "To test", "To develop"])
def test_every_row_says_all_of_a_library(heading: str) -> None:
    for row in rows_under(heading):
        assert len(row) == COLUMNS, row
        assert all(row), row
        assert re.fullmatch(r"[\d.]+, \d{4}-\d\d-\d\d", row[2]), row
