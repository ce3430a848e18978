from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from eureka_py.identity.credentials import CredentialsError
from eureka_py.identity.reading import read_credentials
from eureka_py.identity.writing import add_entry, remove_entry
from tests.unit.identity.heads import CHEAP

VALUES = {"roles": ["read"], "secret": CHEAP}


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "c.toml")


def test_a_file_is_made_for_its_owner_only(file: str) -> None:
    add_entry(file, "users", 'od"d. näme', VALUES)
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert list(read_credentials(file).users) == ['od"d. näme']


def test_comments_and_other_entries_survive(file: str) -> None:
    Path(file).write_text(f'# ours\n[users.a]  # first\nroles = ["read"]\nsecret = "{CHEAP}"\n')
    add_entry(file, "users", "b", VALUES)
    add_entry(file, "tokens", "1", {"name": "c", **VALUES})
    remove_entry(file, "users", "b")
    text = Path(file).read_text()
    assert text.startswith("# ours\n[users.a]  # first\n")
    credentials = read_credentials(file)
    assert (list(credentials.users), list(credentials.tokens)) == (["a"], ["1"])
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600


def test_the_last_entry_can_go(file: str) -> None:
    add_entry(file, "users", "a", VALUES)
    remove_entry(file, "users", "a")
    assert read_credentials(file).users == {}


def test_what_is_there_is_not_replaced_and_what_is_not_cannot_go(file: str) -> None:
    add_entry(file, "users", "a", VALUES)
    with pytest.raises(CredentialsError, match=r"users\.a: is there already"):
        add_entry(file, "users", "a", VALUES)
    with pytest.raises(CredentialsError, match=r"users\.b: there is no such entry"):
        remove_entry(file, "users", "b")


def test_a_bad_file_is_left_as_it_is(file: str, tmp_path: Path) -> None:
    Path(file).write_text("[users")
    with pytest.raises(CredentialsError, match="is not TOML"):
        add_entry(file, "users", "a", VALUES)
    assert Path(file).read_text() == "[users"
    assert [path.name for path in tmp_path.iterdir()] == ["c.toml"]


def test_an_entry_that_could_not_be_read_again_is_not_written(file: str) -> None:
    with pytest.raises(CredentialsError, match="expected roles"):
        add_entry(file, "users", "a", {"roles": []})
    assert not Path(file).exists()


def test_a_link_stays_a_link(file: str, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    add_entry(str(link), "users", "a", VALUES)
    assert link.is_symlink()
    assert read_credentials(file).users
