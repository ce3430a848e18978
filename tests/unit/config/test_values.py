from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.config.keys import Value
from eureka_py.config.names import key_named
from eureka_py.config.values import from_text, from_toml
from eureka_py.errors import ConfigError

TEXT = key_named("server.environment", "test")
WHOLE = key_named("delta.retention_ms", "test")
NUMBER = key_named("preservation.renewal_percent_threshold", "test")
FLAG = key_named("delta.disabled", "test")


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_a_whole_number_is_read_back_from_its_text(number: int) -> None:
    assert from_text(WHOLE, str(number), "test") == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_from_its_text(number: float) -> None:
    assert from_text(NUMBER, repr(number), "test") == number


@given(st.text())
def test_whatever_is_written_gives_a_whole_number_or_a_refusal(text: str) -> None:
    try:
        number = from_text(WHOLE, text, "test")
    except ConfigError:
        return
    assert type(number) is int


@given(st.text())
def test_whatever_is_written_gives_a_finite_number_or_a_refusal(text: str) -> None:
    try:
        number = from_text(NUMBER, text, "test")
    except ConfigError:
        return
    assert isinstance(number, float)
    assert math.isfinite(number)


@pytest.mark.parametrize(("text", "value"), [("true", True), ("False", False), (" TRUE ", True)])
def test_true_and_false_are_read_in_any_case(text: str, value: bool) -> None:
    assert from_text(FLAG, text, "test") is value


@pytest.mark.parametrize("text", ["yes", "1", "on", ""])
def test_only_true_and_false_are_flags(text: str) -> None:
    with pytest.raises(ConfigError, match=r"delta\.disabled = '.*' \(from --set\): expected true or false"):
        from_text(FLAG, text, "--set")


@pytest.mark.parametrize("text", ["1.0", "0x10", "1_000", "10s", "٣", "9" * 19])
def test_a_whole_number_is_plain_digits(text: str) -> None:
    with pytest.raises(ConfigError, match="expected a whole number"):
        from_text(WHOLE, text, "--set")


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "much"])
def test_a_number_is_finite(text: str) -> None:
    with pytest.raises(ConfigError, match="expected a number"):
        from_text(NUMBER, text, "--set")


def test_a_text_is_taken_without_the_space_around_it() -> None:
    assert from_text(TEXT, " prod ", "test") == "prod"


@pytest.mark.parametrize(("given_value", "kept"), [(1, 1.0), (0.5, 0.5)])
def test_in_toml_a_whole_number_serves_as_a_number(given_value: float, kept: float) -> None:
    value = from_toml(NUMBER, given_value, "file")
    assert value == kept
    assert isinstance(value, float)


@pytest.mark.parametrize("value", ["1000", 1000.0, True, [1000], {}])
def test_in_toml_nothing_else_serves_as_a_whole_number(value: Value) -> None:
    with pytest.raises(ConfigError, match="expected a whole number"):
        from_toml(WHOLE, value, "file")


@pytest.mark.parametrize("value", [math.nan, math.inf, "0.5", False])
def test_in_toml_only_finite_numbers_are_numbers(value: Value) -> None:
    with pytest.raises(ConfigError, match="expected a number"):
        from_toml(NUMBER, value, "file")


@pytest.mark.parametrize("value", [0, 1, "true"])
def test_in_toml_only_true_and_false_are_flags(value: Value) -> None:
    with pytest.raises(ConfigError, match="expected true or false"):
        from_toml(FLAG, value, "file")
