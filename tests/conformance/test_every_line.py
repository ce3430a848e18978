"""Every line of the conformance list is tested here, or has its reason not to be. A test's docstring begins with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.not_on_one_node import NOT_ON_ONE_NODE

LINES = {"REG": 17, "RC": 3, "RES": 21, "FI": 9, "CF": 4, "ST": 3, "AW": 5, "SP": 23}
EVERY_ID = {f"{group}-{number:02}" for group, size in LINES.items() for number in range(1, size + 1)}
IDS = re.compile(r"([A-Z]{2,3}-\d\d)((?:, [A-Z]{2,3}-\d\d)*)\.")


def docstrings() -> Iterator[tuple[str, str]]:
    """Return the name and docstring of every test beside this file."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        if path == Path(__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield f"{path.name}::{node.name}", ast.get_docstring(node) or ""


def ids_tested() -> set[str]:
    matches = (IDS.match(docstring) for _, docstring in docstrings())
    return {found for match in matches if match for found in re.findall(r"[A-Z]+-\d\d", match.group())}


def test_every_test_says_which_line_it_is_of() -> None:
    assert [name for name, docstring in docstrings() if IDS.match(docstring) is None] == []


def test_every_line_is_tested_or_has_a_reason_not_to_be() -> None:
    assert ids_tested() | set(NOT_ON_ONE_NODE) == EVERY_ID


def test_no_line_is_both_tested_and_left_out() -> None:
    assert ids_tested() & set(NOT_ON_ONE_NODE) == set()


def test_every_reason_is_given() -> None:
    assert all(NOT_ON_ONE_NODE.values())
