from __future__ import annotations

import pytest

from eureka_py.errors import ConfigError
from eureka_py.serving.listening import bind_text, is_local, open_socket, require_protection, shown


@pytest.mark.parametrize(
    ("host", "text"),
    [("127.0.0.1", "127.0.0.1:8761"), ("::1", "[::1]:8761"), ("unix:/run/e.sock", "unix:/run/e.sock")],
)
def test_an_address_is_written_as_gunicorn_reads_it(host: str, text: str) -> None:
    assert bind_text(host, 8761) == text


def test_an_address_is_shown_as_people_write_it() -> None:
    assert (shown(("::1", 80)), shown("/run/e.sock")) == ("[::1]:80", "unix:/run/e.sock")


@pytest.mark.parametrize("place", [("127.0.0.1", 1), ("127.8.9.1", 1), ("::1", 1, 0, 0), ("::ffff:127.0.0.1", 1), "/e"])
def test_loopback_and_unix_sockets_are_local(place: object) -> None:
    assert is_local(place)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "::", "fe80::1%eth0", "::ffff:10.0.0.1"])
def test_everything_else_is_not(host: str) -> None:
    assert not is_local((host, 1))


def test_an_open_address_is_refused_unless_it_is_allowed() -> None:
    require_protection(("0.0.0.0", 1), may_be_open=True)
    with pytest.raises(ConfigError, match=r"server\.host = '0\.0\.0\.0'"):
        require_protection(("0.0.0.0", 1), may_be_open=False)


def test_a_name_is_judged_by_the_address_that_it_stands_for() -> None:
    with pytest.raises(ConfigError, match=r"server\.host = '0': expected a loopback address"):
        open_socket(("0", 0), may_be_open=False, backlog=1)
