from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.migration.profiles import ProfileExpressionError, is_active


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("prod", True),
        ("test", False),
        ("test, prod", True),
        ("test | prod", True),
        ("prod & eu", True),
        ("prod & us", False),
        ("!test", True),
        ("!!prod", True),
        ("!prod | eu", True),
        ("test & prod | eu", True),
        ("test & (prod | eu)", False),
        ("!(test | us) & prod", True),
        ("peer-1", False),
    ],
)
def test_an_expression_is_evaluated_as_spring_does(expression: str, expected: bool) -> None:
    assert is_active(expression, {"prod", "eu"}) is expected


@pytest.mark.parametrize("expression", ["", "&", "a |", "a b", "(a", "a)", "!", "a,,b", "(" * 40 + "a" + ")" * 40])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ProfileExpressionError):
        is_active(expression, {"a"})


@given(st.text(st.sampled_from("ab!&|(), ")))
def test_whatever_is_written_there_is_an_answer_or_a_refusal(expression: str) -> None:
    try:
        value = is_active(expression, {"a"})
    except ProfileExpressionError:
        return
    assert type(value) is bool
