"""The guide says what the program does."""

from __future__ import annotations

from pathlib import Path

import pytest

from eureka_py.config.names import find_key
from eureka_py.migration.java_defaults import DIFFERENCES, Difference

GUIDE = Path(__file__).parents[3] / "docs" / "moving-from-java.md"


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.dotted)
def test_each_default_that_differs_is_in_the_guide_with_ours(difference: Difference) -> None:
    rows = [line for line in GUIDE.read_text("utf-8").splitlines() if line.startswith(f"| `{difference.dotted}` |")]
    assert len(rows) == 1
    key = find_key(difference.dotted)
    assert key is not None
    default = rows[0].split("|")[2].strip().strip("`")
    assert default == (str(key.default).lower() if isinstance(key.default, bool) else str(key.default))
