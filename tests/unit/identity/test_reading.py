from __future__ import annotations

from pathlib import Path

import pytest

from eureka_py.admission import Role
from eureka_py.identity.credentials import CredentialsError
from eureka_py.identity.reading import parsed, read_credentials
from tests.unit.identity.heads import CHEAP, CONTENT, written

GOOD = f'roles = ["read"]\nsecret = "{CHEAP}"\n'


def refusal_of(content: str) -> str:
    with pytest.raises(CredentialsError) as caught:
        parsed(content.encode(), "c.toml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_users_tokens_and_certificates_are_found() -> None:
    credentials = parsed(CONTENT.encode(), "c.toml")
    assert credentials.users["orders"].principal.apps == ("ORDERS",)
    assert credentials.tokens["0a1b"].principal.apps == ("*",)
    assert credentials.tokens["0a1b"].principal.roles == {Role.ADMIN}
    assert set(credentials.by_certificate) == {"orders.example.org", "peer"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[users.a]\n" + GOOD + "rolls = []", "c.toml, users.a: rolls is unknown, expected"),
        ("[users.a]\nroles = ['king']", "c.toml, users.a: expected roles to be some of admin, peer, read, register"),
        ("[users.a]\nroles = []", "c.toml, users.a: expected roles to be some of"),
        ("[users.a]\nroles = 'read'", "c.toml, users.a: expected roles to be a list of texts"),
        ("[users.a]\n" + GOOD + "apps = []", "c.toml, users.a: expected apps to be patterns"),
        ("[users.a]\nroles = ['read']", "c.toml, users.a: has no secret; make one with: eureka-py user add a"),
        ("[users]\na = 1", "c.toml, users.a: expected a table"),
        ("users = 1", "c.toml, users: expected tables"),
        ("[user.a]\n" + GOOD, "c.toml, user: expected only tables [users.NAME] and [tokens.ID]"),
        ("[tokens.a]\nname = 1\n" + GOOD, "c.toml, tokens.a: expected name to be a text"),
        (
            f"[users.a]\n{GOOD}certificate = ['x']\n[users.b]\n{GOOD}certificate = ['X']",
            "c.toml, users.b: certificate X is already that of a",
        ),
        ("[users.a", "c.toml: is not TOML: see "),
    ],
)
def test_a_bad_file_is_refused_with_file_entry_and_reason(content: str, reason: str) -> None:
    assert refusal_of(content).startswith(reason)


@pytest.mark.parametrize(("kind", "command"), [("users", "eureka-py user add a"), ("tokens", "eureka-py token new a")])
def test_a_secret_that_is_not_hashed_is_refused_without_showing_it(kind: str, command: str) -> None:
    line = refusal_of(f"[{kind}.a]\nroles = ['read']\nsecret = 'hunter22'")
    assert line == f"c.toml, {kind}.a: the secret is not an argon2 hash; make one with: {command}"


def test_a_line_that_is_no_toml_is_not_quoted() -> None:
    assert "hunter22" not in refusal_of("[users.a]\nsecret = hunter22")


def test_a_file_that_is_not_there_is_named_with_the_way_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="there is no such file; make it with: eureka-py user add"):
        read_credentials(str(tmp_path / "none.toml"))


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(CredentialsError, match="is not UTF-8"):
        parsed(b"\xff", "c.toml")


@pytest.mark.parametrize(("mode", "warnings"), [(0o600, 0), (0o640, 0), (0o644, 1)])
def test_a_file_that_everybody_can_read_is_warned_of(
    tmp_path: Path, mode: int, warnings: int, caplog: pytest.LogCaptureFixture
) -> None:
    read_credentials(written(tmp_path, mode=mode))
    assert len(caplog.messages) == warnings


def test_hashes_do_not_show_in_a_repr() -> None:
    assert "argon2" not in repr(parsed(CONTENT.encode(), "c.toml"))
