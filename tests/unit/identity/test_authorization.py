from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from eureka_py.identity.authorization import UserPassword, claim_in
from eureka_py.identity.tokens import Token, new_token, token_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS.filter(lambda name: ":" not in name), TEXTS, st.sampled_from(["Basic", "basic", "BASIC"]))
def test_a_name_and_password_arrive_as_they_were_sent(name: str, password: str, scheme: str) -> None:
    sent = base64.b64encode(f"{name}:{password}".encode()).decode()
    assert claim_in(f"{scheme} {sent}") == UserPassword(name, password)


@given(st.one_of(TEXTS, st.builds("Basic {}".format, TEXTS), st.builds("Bearer {}".format, TEXTS)))
def test_whatever_is_sent_is_read_without_an_error(text: str) -> None:
    claim = claim_in(text)
    assert claim is None or isinstance(claim, UserPassword | Token)


@given(st.binary())
def test_bytes_that_are_no_text_are_no_claim(content: bytes) -> None:
    claim = claim_in("Basic " + base64.b64encode(content).decode())
    if isinstance(claim, UserPassword):
        assert f"{claim.name}:{claim.password}".encode() == content


def test_a_token_arrives_as_it_was_made() -> None:
    token = new_token()
    assert claim_in(f"Bearer {token}") == token
    assert len(token.secret) >= 43, "256 bits"
    assert new_token() != token


def test_a_token_of_others_is_none() -> None:
    assert [token_of(text) for text in ("", "ghp_x_y", "eureka_x", "eureka__y", "eureka_x_")] == [None] * 5


def test_a_secret_does_not_show_in_a_repr() -> None:
    assert "hidden" not in repr(UserPassword("name", "hidden"))
