from __future__ import annotations

import pytest

from eureka_py.config.keys import all_keys
from eureka_py.config.secrets import is_secret_name, masked


@pytest.mark.parametrize(
    "name",
    [
        "spring.security.user.password",
        "server.ssl.key-store-password",
        "eureka.awsSecretKey",
        "eureka.server.a-w-s-secret-key",
        "eureka.awsAccessId",
        "my.api_key",
        "OUR_TOKEN",
        "credentials",
        "server.ssl.keyStorePassword",
    ],
)
def test_a_name_that_promises_a_secret_hides_its_value(name: str) -> None:
    assert masked(name, "hunter2") == "***"
    assert masked(name, "") == ""


def test_no_setting_of_ours_is_a_secret() -> None:
    assert [key.dotted for key in all_keys() if is_secret_name(key.dotted)] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://me:pw@one/,http://you@two/", "http://***@one/,http://***@two/"),
        ("http://one/a@b", "http://one/a@b"),
        ("http://me:p@ss@one/", "http://***@one/"),
        ("me@example.org", "me@example.org"),
    ],
)
def test_credentials_within_urls_are_hidden(text: str, shown: str) -> None:
    assert masked("peers", text) == shown
