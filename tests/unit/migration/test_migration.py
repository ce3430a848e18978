from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eureka_py.config.keys import Key, all_keys
from eureka_py.config.settings import Config
from eureka_py.errors import EurekaError
from eureka_py.migration import migrate
from eureka_py.migration.java_defaults import DIFFERENCES, Difference
from tests.unit.migration.importing import Folder, made

OTHER = {"true": "false", "false": "true"}


def another_value(key: Key) -> str:
    """Return a value that is not the default, as a Java server writes it."""
    if isinstance(key.default, bool):
        return OTHER[str(key.default).lower()]
    if isinstance(key.default, int):
        return str(key.default + 1)
    if isinstance(key.default, float):
        return "0.5"
    return "127.0.0.2"


NETFLIXS = [key for key in all_keys() if key.netflix]
SPRINGS = [key for key in all_keys() if key.spring]


@pytest.mark.parametrize("key", NETFLIXS, ids=lambda key: key.dotted)
def test_each_netflix_property_with_a_counterpart_is_taken(folder: Folder, key: Key) -> None:
    migration = folder.migrated("eureka-server.properties", f"{key.netflix_property}={another_value(key)}\n")
    loaded = folder.loaded(migration)
    assert made(loaded) == {key.dotted}
    assert loaded.config != Config()


@pytest.mark.parametrize("key", SPRINGS, ids=lambda key: key.dotted)
def test_each_spring_property_with_a_counterpart_is_taken(folder: Folder, key: Key) -> None:
    migration = folder.migrated("application.yml", f"{key.spring}: '{another_value(key)}'\n")
    assert made(folder.loaded(migration)) == {key.dotted}


@pytest.mark.parametrize("key", SPRINGS, ids=lambda key: key.dotted)
def test_springs_properties_may_be_spelled_as_variables(folder: Folder, key: Key) -> None:
    variable = str(key.spring).replace("-", "").replace(".", "_").upper()
    migration = folder.migrated("application.properties", f"{variable}={another_value(key)}\n")
    assert made(folder.loaded(migration)) == {key.dotted}


@pytest.mark.parametrize("key", NETFLIXS, ids=lambda key: key.dotted)
def test_a_property_that_says_our_default_is_not_repeated(folder: Folder, key: Key) -> None:
    default = "" if key.default == () else str(key.default)
    migration = folder.migrated("eureka-server.properties", f"{key.netflix_property}={default}\n")
    assert made(folder.loaded(migration)) == set()
    assert folder.sentence(migration, str(key.netflix_property)).startswith(f"already the default: {key.dotted} = ")


@pytest.mark.parametrize("word", ["yes", "on", "1", "TRUE", "t"])
def test_every_word_that_java_takes_for_true_is_true(folder: Folder, word: str) -> None:
    assert folder.loaded(folder.migrated("a.properties", f"eureka.disableDelta={word}")).config.delta.disabled is True


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "eureka.evictionIntervalTimerInMs = soon",
            "not usable as eviction.interval_ms: expected a whole number; kept as a comment",
        ),
        (
            "eureka.evictionIntervalTimerInMs = 0",
            "not usable: eviction.interval_ms has to be more than 0; kept as a comment",
        ),
        (
            "server.port = 70000",
            "not usable: server.port has to be 0 to 65535; kept as a comment",
        ),
        (
            "server.ssl.certificate = /c.pem",
            "not usable: tls.key_file has to be a file, if and only if tls.certificate_file is one; kept as a comment",
        ),
        ("some.thing = 1", "not understood; kept as a comment"),
        (
            "eureka.numberRegistrySyncRetries = 1",
            "has no meaning here: replication with other nodes is not in this version",
        ),
        ("eureka.disableDelta = true", "taken as delta.disabled = true"),
    ],
)
def test_each_property_gets_a_sentence(folder: Folder, line: str, sentence: str) -> None:
    migration = folder.migrated("a.properties", line)
    assert folder.sentence(migration, line.split(" = ")[0]) == sentence


def test_one_value_that_is_refused_does_not_take_the_others_with_it(folder: Folder) -> None:
    text = (
        "server.port=70000\nserver.address=127.0.0.2\neureka.evictionIntervalTimerInMs=-1\neureka.disableDelta=true\n"
    )
    assert made(folder.loaded(folder.migrated("a.properties", text))) == {"server.host", "delta.disabled"}


def test_of_two_names_for_one_setting_the_last_counts_and_the_other_is_said_to_be_replaced(folder: Folder) -> None:
    text = "eureka.disableDelta=true\neureka.server.disable-delta=false\n"
    migration = folder.migrated("a.properties", text)
    assert made(folder.loaded(migration)) == set()
    place = folder.path / "a.properties"
    assert folder.sentence(migration, "eureka.disableDelta") == f"replaced by eureka.server.disable-delta at {place}:2"


def test_of_several_files_a_later_one_wins(folder: Folder) -> None:
    first = folder.write("a.properties", "eureka.environment=one\n")
    second = folder.write("b.yml", "eureka.environment: two\n")
    assert folder.loaded(migrate([first, second])).config.server.environment == "two"
    assert folder.loaded(migrate([second, first])).config.server.environment == "one"


def test_defaults_that_differ_are_named_unless_the_files_speak_of_them(folder: Folder) -> None:
    silent = folder.migrated("a.yml", "eureka.server.disable-delta: true\n")
    for difference in DIFFERENCES:
        assert f"for Java's: {difference.dotted} = " in "\n".join(silent.account)
        assert f"# {difference.dotted} = " in silent.toml
    said = folder.migrated("b.yml", "eureka.server.response-cache-update-interval-ms: 0\n")
    assert "for Java's: cache.update_interval_ms" not in "\n".join(said.account)


def test_what_only_spring_does_is_not_said_of_netflixs_server(folder: Folder) -> None:
    account = "\n".join(folder.migrated("a.properties", "eureka.disableDelta=true\n").account)
    assert "cache.update_interval_ms = 30000" in account
    assert "Spring" not in account


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.dotted)
def test_a_difference_is_one(difference: Difference) -> None:
    section, name = difference.dotted.split(".")
    assert getattr(getattr(Config(), section), name) != difference.value


def test_addresses_for_others_are_said_to_need_protection(folder: Folder) -> None:
    account = folder.migrated("a.properties", "server.address=0.0.0.0").account
    assert any(line.startswith("server.host beyond this machine needs access.credentials_file") for line in account)


PART = st.sampled_from(
    ["eureka", "server", "client", "spring", "ssl", "profiles", "x", "on-profile", "${a:b}", "é", "[0]"]
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.lists(PART, min_size=1, max_size=4).map(".".join), st.text(max_size=20), max_size=5))
def test_whatever_properties_there_are_a_file_comes_out_that_a_server_takes(
    folder: Folder, properties: dict[str, str]
) -> None:
    escaped = (f"{name}={value.encode('unicode_escape').decode()}" for name, value in properties.items())
    text = "\n".join(line.encode("ascii", "backslashreplace").decode() for line in escaped)
    try:
        migration = folder.migrated("a.properties", text)
    except EurekaError:
        return  # an escape that is none
    folder.loaded(migration)
    assert all("\n" not in line for line in migration.account)
