from __future__ import annotations

from pathlib import Path

import pytest

from eureka_py.config import Config
from eureka_py.config.loading import Assignment, LoadedConfig, load
from eureka_py.errors import ConfigError, UnknownSettingError


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    return tmp_path / "server.toml"


def load_nothing_but(**sources: object) -> LoadedConfig:
    quiet: dict[str, object] = {"environ": {}, "default_file": Path("no/such.toml")}
    return load(**(quiet | sources))  # type: ignore[arg-type]


def assign(name: str, text: str) -> Assignment:
    return Assignment(name, text, f"--set {name}")


def test_without_any_source_every_setting_has_its_default() -> None:
    loaded = load_nothing_but()
    assert loaded.config == Config()
    assert set(loaded.origins.values()) == {"default"}


def test_a_file_is_read_by_section_or_by_dotted_or_netflix_name(toml: Path) -> None:
    toml.write_text('cache.max_bytes = 5\n"delta.retention_ms" = 7\neureka.disableDelta = true\n[server]\nport = 9000')
    loaded = load_nothing_but(file=str(toml))
    config = loaded.config
    assert (config.cache.max_bytes, config.delta.retention_ms) == (5, 7)
    assert (config.delta.disabled, config.server.port) == (True, 9000)
    assert loaded.origins["server.port"] == str(toml)


def test_environment_wins_over_file_and_flag_over_both(toml: Path) -> None:
    toml.write_text("[server]\nport = 1\nthreads = 2\ndrain_s = 3")
    environ = {"EUREKA_PY_SERVER_THREADS": "20", "EUREKA_PY_SERVER_DRAIN_S": "30", "PATH": "/bin"}
    loaded = load_nothing_but(file=str(toml), environ=environ, assignments=[assign("server.drain_s", "300")])
    server = loaded.config.server
    assert (server.port, server.threads, server.drain_s) == (1, 20, 300)
    assert loaded.origins["server.threads"] == "EUREKA_PY_SERVER_THREADS"
    assert loaded.origins["server.drain_s"] == "--set server.drain_s"


def test_of_two_flags_the_later_wins_whatever_name_they_use() -> None:
    flags = [assign("eureka.retentionTimeInMSInDeltaQueue", "1000"), assign("delta.retention_ms", "2000")]
    assert load_nothing_but(assignments=flags).config.delta.retention_ms == 2000


def test_the_file_can_be_named_by_the_environment_and_a_flag_wins(tmp_path: Path) -> None:
    for name, port in (("flag", 1), ("variable", 2), ("default", 3)):
        (tmp_path / name).write_text(f"server.port = {port}")
    environ = {"EUREKA_PY_CONFIG": str(tmp_path / "variable")}
    default = tmp_path / "default"
    assert load(file=str(tmp_path / "flag"), environ=environ, default_file=default).config.server.port == 1
    assert load(environ=environ, default_file=default).config.server.port == 2
    assert load(environ={}, default_file=default).config.server.port == 3


def test_a_named_file_must_exist() -> None:
    with pytest.raises(ConfigError, match=r"'no\.toml' \(from --config\): expected a file that exists"):
        load_nothing_but(file="no.toml")
    with pytest.raises(ConfigError, match=r"'' \(from EUREKA_PY_CONFIG\): expected a file that exists"):
        load_nothing_but(environ={"EUREKA_PY_CONFIG": ""})


@pytest.mark.parametrize("content", [b"[server\nport = 1", b"\xff\xfe", b"port = 1\nport = 2"])
def test_a_file_must_be_toml(toml: Path, content: bytes) -> None:
    toml.write_bytes(content)
    with pytest.raises(ConfigError, match="expected valid TOML: "):
        load_nothing_but(file=str(toml))


def test_a_file_must_be_readable(toml: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toml.write_text("")

    def refuse(self: Path, encoding: str) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(ConfigError, match="expected a file that can be read: Permission denied"):
        load_nothing_but(file=str(toml))


@pytest.mark.parametrize(
    ("content", "unknown", "nearest"),
    [
        ("[delta]\nretention = 1", "delta.retention", "delta.retention_ms"),
        ("[delt]\nretention_ms = 1", "delt.retention_ms", "delta.retention_ms"),
        ("[sever]\n", "sever", "server.port"),
        ("server = 5", "server", "server.port"),
    ],
)
def test_an_unknown_name_in_a_file_is_refused(toml: Path, content: str, unknown: str, nearest: str) -> None:
    toml.write_text(content)
    with pytest.raises(UnknownSettingError) as caught:
        load_nothing_but(file=str(toml))
    assert (caught.value.key, caught.value.origin) == (unknown, str(toml))
    assert (caught.value.nearest or "").split(".")[0] == nearest.split(".")[0]


def test_an_empty_section_is_fine(toml: Path) -> None:
    toml.write_text("[server]\n[delta]\n")
    assert load_nothing_but(file=str(toml)).config == Config()


def test_a_file_may_not_say_the_same_thing_twice_under_two_names(toml: Path) -> None:
    toml.write_text("delta.disabled = true\neureka.disableDelta = false")
    with pytest.raises(ConfigError, match=r"expected once: delta\.disabled has a value above"):
        load_nothing_but(file=str(toml))


def test_an_unknown_variable_is_refused_and_those_of_others_are_left_alone() -> None:
    load_nothing_but(environ={"EUREKA_SERVER_PORT": "1", "eureka_py_server_port": "x"})
    with pytest.raises(UnknownSettingError, match="the nearest valid one is EUREKA_PY_SERVER_PORT"):
        load_nothing_but(environ={"EUREKA_PY_SERVER_PROT": "1"})


def test_a_value_that_a_section_refuses_is_refused_with_its_origin() -> None:
    with pytest.raises(ConfigError) as caught:
        load_nothing_but(environ={"EUREKA_PY_SERVER_PORT": "70000"})
    assert str(caught.value) == "server.port = 70000 (from EUREKA_PY_SERVER_PORT): expected 0 to 65535"


def test_a_second_worker_is_refused_in_words_that_say_what_to_do_instead() -> None:
    with pytest.raises(ConfigError, match=r"second registry.*run more nodes"):
        load_nothing_but(assignments=[assign("server.workers", "2")])


def test_a_default_that_clashes_with_a_given_value_is_refused_without_an_origin() -> None:
    with pytest.raises(ConfigError) as caught:
        load_nothing_but(assignments=[assign("server.threads", "10000")])
    assert str(caught.value) == "server.connections = 10000: expected more than server.threads"
