from __future__ import annotations

import pytest

from eureka_py.ops.printable import MAX_CHARS, log_value, printable


@pytest.mark.parametrize("text", ["", "i-1", "host:orders:8080", "Bestellungen für Ü", "注文", "a b", "<b>&\"'"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x00\x1b[31m\x7f\x85", r"\x00\x1b[31m\x7f\x85"),
        ("a\u2028b", r"a\u2028b"),
        ("exe.\u202egnp", r"exe.\u202egnp"),
        ("lone \ud800", r"lone \ud800"),
    ],
)
def test_what_cannot_be_seen_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_long_text_is_cut_and_says_how_long_it_was() -> None:
    assert printable("x" * MAX_CHARS) == "x" * MAX_CHARS
    assert printable("x" * 1000) == "x" * MAX_CHARS + "… (1000 characters)"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("i-1", "i-1"),
        ("", '""'),
        ("a b", '"a b"'),
        ("x status=UP", '"x status=UP"'),
        ('say "hi"', r'"say \"hi\""'),
        ("a\nINFO forged", r'"a\nINFO forged"'),
    ],
)
def test_a_log_value_cannot_be_taken_for_several(text: str, value: str) -> None:
    assert log_value(text) == value
