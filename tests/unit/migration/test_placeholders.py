from __future__ import annotations

import pytest

from eureka_py.migration.placeholders import Resolver, UnresolvedError

VALUES = {"host": "one", "port": "${PORT:8761}", "url": "http://${host}:${port}/", "loop": "${loop}", "empty": ""}


@pytest.mark.parametrize(
    ("text", "resolved", "defaulted"),
    [
        ("plain $ } {", "plain $ } {", []),
        ("${host}", "one", []),
        ("a${empty}b", "ab", []),
        ("${X:5}", "5", ["X"]),
        ("${X:}", "", ["X"]),
        ("${X:a:b}", "a:b", ["X"]),
        ("${X:${Y:6}}", "6", ["X", "Y"]),
        ("${X:${host}}", "one", ["X"]),
        ("${host:two}", "one", []),
        ("${url}", "http://one:8761/", ["PORT"]),
    ],
)
def test_placeholders_are_replaced_by_what_the_files_say_or_by_their_defaults(
    text: str, resolved: str, defaulted: list[str]
) -> None:
    result = Resolver(VALUES.get).resolve(text)
    assert (result.text, result.defaulted) == (resolved, defaulted)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("${X}", r"\$\{X\} is not in the files, and has no default"),
        ("${host", "a placeholder has no end"),
        ("${loop}", "lead in a circle"),
        ("${X:" + "a" * 5_000 + "}", "it is too long"),
        ("${host}" * 1_001, "it is too long"),
    ],
)
def test_what_cannot_be_replaced_is_refused(text: str, problem: str) -> None:
    with pytest.raises(UnresolvedError, match=problem):
        Resolver(VALUES.get).resolve(text)


def test_all_values_together_have_a_bound() -> None:
    resolver = Resolver(VALUES.get)
    for _ in range(1_000):
        resolver.resolve("${host}")
    with pytest.raises(UnresolvedError, match="too many placeholders"):
        resolver.resolve("${host}")
