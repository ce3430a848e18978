from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eureka_py.config.keys import Key, Value, all_keys
from eureka_py.config.loading import Sourced, built, load
from eureka_py.config.printing import as_json, as_toml
from eureka_py.errors import ConfigError

VALUES: dict[type, st.SearchStrategy[Value]] = {
    bool: st.booleans(),
    int: st.integers(-1, 10**12),
    float: st.floats(0.0, 1.0),
    str: st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["/a", "none", "info", "global", "json"]),
    tuple: st.lists(st.text(st.characters(exclude_categories=["Cs"]))).map(tuple),
}


def read_back(text: str) -> Path:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".toml", delete=False) as file:
        file.write(text)
    return Path(file.name)


def test_what_is_printed_without_any_source_is_every_default(tmp_path: Path) -> None:
    printed = tmp_path / "all.toml"
    defaults = built({})
    printed.write_text(as_toml(defaults), "utf-8")
    loaded = load(file=str(printed), environ={})
    assert loaded.config == defaults.config
    assert set(loaded.origins.values()) == {str(printed)}, "every setting is there"


@pytest.mark.parametrize("key", all_keys(), ids=lambda key: key.dotted)
def test_every_setting_is_read_back_as_it_was_printed(key: Key) -> None:
    @settings(max_examples=20)
    @given(VALUES[key.kind])
    def check(value: Value) -> None:
        if "://" in str(value):
            return  # credentials in it would be masked
        try:
            made = built({key.dotted: Sourced(value, "test")})
        except ConfigError:
            return  # a value that the section refuses is never printed
        file = read_back(as_toml(made))
        try:
            assert load(file=str(file), environ={}).config == made.config
        finally:
            file.unlink()

    check()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_an_origin_is_called_the_file_stays_readable(origin: str) -> None:
    made = built({"delta.retention_ms": Sourced(5, origin)})
    file = read_back(as_toml(made))
    try:
        assert load(file=str(file), environ={}).config == made.config
    finally:
        file.unlink()


def test_each_value_says_where_it_came_from() -> None:
    made = built({"server.port": Sourced(9000, "--port"), "access.trusted_proxies": Sourced(("10.0.0.1",), "a.toml")})
    lines = as_toml(made).splitlines()
    assert "port = 9000 # --port" in lines
    assert 'trusted_proxies = ["10.0.0.1"] # a.toml' in lines
    assert "threads = 8 # default" in lines


def test_as_json_each_setting_has_value_and_origin() -> None:
    printed = json.loads(as_json(built({"access.trusted_proxies": Sourced(("10.0.0.1",), "a.toml")})))
    assert printed["access"]["trusted_proxies"] == {"value": ["10.0.0.1"], "origin": "a.toml"}
    assert printed["server"]["port"] == {"value": 8761, "origin": "default"}
    assert sum(map(len, printed.values())) == len(all_keys())


def test_credentials_that_somebody_put_into_a_value_are_not_printed() -> None:
    made = built({"server.environment": Sourced("see https://me:hunter2@example.org/x", "test")})
    assert "hunter2" not in as_toml(made) + as_json(made)
    assert "see https://***@example.org/x" in as_toml(made)
