from __future__ import annotations

import pytest

from eureka_py.config.keys import ENVIRONMENT_CONFIG, all_keys, key_named, key_of_variable
from eureka_py.errors import UnknownSettingError


def test_every_setting_is_found_by_its_own_name() -> None:
    assert [key_named(key.dotted, "test") for key in all_keys()] == list(all_keys())


def test_every_setting_is_found_by_its_environment_variable() -> None:
    assert [key_of_variable(key.environment) for key in all_keys()] == list(all_keys())


def test_netflix_names_are_found_with_and_without_their_prefix() -> None:
    expected = key_named("delta.retention_ms", "test")
    assert key_named("eureka.retentionTimeInMSInDeltaQueue", "test") is expected
    assert key_named("retentionTimeInMSInDeltaQueue", "test") is expected


def test_no_two_settings_share_a_name() -> None:
    names = [name for key in all_keys() for name in (key.dotted, key.netflix, key.environment) if name]
    assert len(names) == len(set(names))
    assert ENVIRONMENT_CONFIG not in names


def test_every_setting_says_in_a_sentence_what_it_is() -> None:
    assert [key.dotted for key in all_keys() if not key.doc.endswith(".")] == []


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("delta.retention", "delta.retention_ms"),
        ("server.prot", "server.port"),
        ("Server.Port", "server.port"),
        ("retention_ms", "delta.retention_ms"),
        ("eureka.retentionTimeInMsInDeltaQueue", "eureka.retentionTimeInMSInDeltaQueue"),
        ("eureka.server.renewal-percent-threshold", "eureka.renewalPercentThreshold"),
        ("eureka.server.enable-self-preservation", "eureka.enableSelfPreservation"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_valid_one(mistyped: str, meant: str) -> None:
    with pytest.raises(UnknownSettingError) as caught:
        key_named(mistyped, "--set")
    assert caught.value.nearest == meant
    assert str(caught.value) == f"unknown setting {mistyped!r} (from --set): the nearest valid one is {meant}"


def test_an_unknown_variable_is_answered_with_the_nearest_variable() -> None:
    with pytest.raises(UnknownSettingError) as caught:
        key_of_variable("EUREKA_PY_PORT")
    assert caught.value.nearest == "EUREKA_PY_SERVER_PORT"


def test_even_a_name_like_no_other_gets_an_answer() -> None:
    with pytest.raises(UnknownSettingError) as caught:
        key_named("", "--set")
    assert caught.value.nearest
