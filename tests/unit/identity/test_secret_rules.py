from __future__ import annotations

import pytest

from eureka_py.identity.secret_rules import objection_to


@pytest.mark.parametrize(
    "password", ["changeme", "ChangeMe!", "password-2024", "p-a-s-s-w-o-r-d", "x" * 20, "orders 1"]
)
def test_what_anybody_would_guess_is_refused(password: str) -> None:
    assert objection_to(password, "orders") == "a password that anybody would guess"


def test_what_is_short_or_cannot_be_typed_is_refused() -> None:
    assert objection_to("h7!kq", "orders") == "a password of less than 12 characters"
    assert objection_to("correct\x00 horse", "orders") == "a password with characters that cannot be typed"


def test_others_may_be_used() -> None:
    assert objection_to("correct horse: é", "orders") is None
