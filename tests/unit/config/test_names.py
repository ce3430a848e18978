from __future__ import annotations

from pathlib import Path

import pytest

from eureka_py.config.foreign import all_foreign, foreign_named
from eureka_py.config.keys import all_keys
from eureka_py.config.names import ENVIRONMENT_CONFIG, find_key, key_named, key_of_variable
from eureka_py.errors import ForeignSettingError, UnknownSettingError

LISTS = Path(__file__).parent / "java_properties"
"""All properties of the two Java servers, of which `{zone}` and the like are given as an example."""
NETFLIX = (LISTS / "netflix.txt").read_text("utf-8").split()
SPRING = (LISTS / "spring.txt").read_text("utf-8").split()


def test_every_setting_is_found_by_its_own_name() -> None:
    assert [key_named(key.dotted, "test") for key in all_keys()] == list(all_keys())


def test_every_setting_is_found_by_its_environment_variable() -> None:
    assert [key_of_variable(key.environment) for key in all_keys()] == list(all_keys())


def test_netflix_names_are_found_with_and_without_their_prefix() -> None:
    for key in all_keys():
        if key.netflix:
            assert key_named(key.netflix, "test") is key_named(f"eureka.{key.netflix}", "test") is key


@pytest.mark.parametrize(
    "spelling",
    [
        "eureka.server.enable-self-preservation",
        "eureka.server.enableSelfPreservation",
        "eureka.server.enable_self_preservation",
        "eureka.server.ENABLE-SELF-PRESERVATION",
        "Eureka.Server.EnableSelfPreservation",
    ],
)
def test_springs_names_are_found_in_any_of_its_spellings(spelling: str) -> None:
    assert key_named(spelling, "test").dotted == "preservation.enabled"


def test_a_name_that_is_springs_and_ours_is_spelled_as_ours_are() -> None:
    assert key_named("server.port", "test").dotted == "server.port"
    assert find_key("Server.Port") is None


def test_no_two_settings_share_a_name() -> None:
    names = [
        name
        for key in all_keys()
        for name in {key.dotted, key.netflix, key.netflix_property, key.spring, key.environment}
        if name
    ]
    assert len(names) == len(set(names))
    assert ENVIRONMENT_CONFIG not in names


@pytest.mark.parametrize("name", [*NETFLIX, *SPRING])
def test_every_property_of_a_java_server_is_a_setting_or_has_a_reason_not_to_be(name: str) -> None:
    foreign = foreign_named(name)
    assert find_key(name) is not None or (foreign is not None and foreign.reason)


def test_nothing_is_both_a_setting_and_named_as_without_meaning() -> None:
    """A pattern may cover a setting: its own name comes first."""
    exact = [
        name for foreign in all_foreign() for name in (foreign.netflix, foreign.spring) if name and "*" not in name
    ]
    assert [name for name in exact if find_key(name)] == []


def test_every_java_name_of_a_setting_is_one_that_java_knows() -> None:
    """What Spring Boot itself has is not in the lists."""
    named = {name for key in all_keys() for name in (key.netflix_property, key.spring) if name}
    assert named - {*NETFLIX, *SPRING} == {"server.address"}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "eureka.numberRegistrySyncRetries",
            "known Netflix property without meaning here: eureka.numberRegistrySyncRetries (from --set):"
            " replication with other nodes is not in this version",
        ),
        (
            "eureka.server.registrySyncRetries",
            "known Spring property without meaning here: eureka.server.registrySyncRetries (from --set):"
            " replication with other nodes is not in this version",
        ),
        (
            "awsSecretKey",
            "known Netflix property without meaning here: awsSecretKey (from --set):"
            " Amazon's parts (auto scaling groups, Elastic IPs, Route 53) are not there",
        ),
        (
            "eureka.dashboard.path",
            "known Spring property without meaning here: eureka.dashboard.path (from --set):"
            " the status page is always there, at /",
        ),
    ],
)
def test_a_java_property_without_meaning_is_refused_with_the_reason(name: str, line: str) -> None:
    with pytest.raises(ForeignSettingError) as caught:
        key_named(name, "--set")
    assert str(caught.value) == line


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("delta.retention", "delta.retention_ms"),
        ("server.prot", "server.port"),
        ("Server.Port", "server.port"),
        ("retention_ms", "delta.retention_ms"),
        ("port", "server.port"),
        ("eureka.retentionTimeInMsInDeltaQueue", "eureka.retentionTimeInMSInDeltaQueue"),
        ("eureka.server.renewal-percent-treshold", "eureka.server.renewal-percent-threshold"),
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


@pytest.mark.parametrize("name", ["", "zzz", "eureka.", "eureka.server.foo", "server.xyz", "p" * 100_000])
def test_a_name_like_no_other_is_answered_without_a_guess(name: str) -> None:
    with pytest.raises(UnknownSettingError, match="`eureka-py config print` lists them all") as caught:
        key_named(name, "--set")
    assert caught.value.nearest is None
