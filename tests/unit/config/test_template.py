from __future__ import annotations

import re
from pathlib import Path

import pytest

from eureka_py.config import Config
from eureka_py.config.keys import all_keys
from eureka_py.config.loading import load
from eureka_py.config.template import rendered

FILE = Path(__file__).parents[3] / "conf" / "eureka-server.toml"


def test_the_file_in_conf_is_in_step_with_the_settings() -> None:
    assert FILE.read_text("utf-8") == rendered(), "run: python -m eureka_py.config.template > conf/eureka-server.toml"


def test_the_file_in_conf_changes_nothing() -> None:
    assert load(file=str(FILE), environ={}).config == Config()


def test_with_the_leading_marks_taken_away_the_file_gives_every_default(tmp_path: Path) -> None:
    plain = tmp_path / "plain.toml"
    plain.write_text(re.sub(r"(?m)^#(?=\w+ = )", "", rendered()))
    loaded = load(file=str(plain), environ={})
    assert loaded.config == Config()
    assert set(loaded.origins.values()) == {str(plain)}


@pytest.mark.parametrize("key", all_keys(), ids=lambda key: key.dotted)
def test_the_file_explains_each_setting(key: object) -> None:
    words = " ".join(line.removeprefix("# ") for line in rendered().splitlines())
    assert key.doc in words  # type: ignore[attr-defined]
