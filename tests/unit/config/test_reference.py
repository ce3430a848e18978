from __future__ import annotations

from pathlib import Path

import pytest

from eureka_py.config.foreign import Foreign, all_foreign
from eureka_py.config.keys import Key, all_keys
from eureka_py.config.reference import rendered

FILE = Path(__file__).parents[3] / "docs" / "settings.md"


def test_the_page_in_docs_is_in_step_with_the_settings() -> None:
    assert FILE.read_text("utf-8") == rendered(), "run: python -m eureka_py.config.reference > docs/settings.md"


def row_of(name: str) -> list[str]:
    (line,) = [line for line in rendered().splitlines() if line.startswith(f"| `{name}` |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize("key", all_keys(), ids=lambda key: key.dotted)
def test_each_setting_has_a_row_with_all_its_names(key: Key) -> None:
    cells = row_of(key.dotted)
    assert len(cells) == 7
    assert cells[1] == (key.unit or "")
    names = [key.environment, key.netflix_property, key.spring]
    assert cells[3:6] == [f"`{name}`" if name else "" for name in names]
    assert cells[6] == key.doc


@pytest.mark.parametrize("foreign", all_foreign(), ids=lambda foreign: foreign.netflix or foreign.spring)
def test_each_property_without_meaning_has_a_row_with_the_reason(foreign: Foreign) -> None:
    names = [f"`{name}`" if name else "" for name in (foreign.netflix, foreign.spring)]
    assert f"| {' | '.join(names)} | {foreign.reason} |" in rendered().splitlines()
