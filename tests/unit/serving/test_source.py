from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from gunicorn.config import Config as GunicornConfig

from eureka_py.config import Config, LogConfig, ServerConfig
from eureka_py.config.loading import LoadedConfig
from eureka_py.errors import ConfigError
from eureka_py.serving.gunicorn_log import GunicornLogger, JsonGunicornLogger
from eureka_py.serving.gunicorn_rules import refused_settings
from eureka_py.serving.source import SettingsSource, gunicorn_settings, memory_folder
from eureka_py.serving.worker_hooks import Node


def never_build(config: Config) -> Node:
    raise AssertionError("only a worker builds a node")


class Loads:
    """Settings as they are found one time after the other."""

    def __init__(self, *found: Config | ConfigError) -> None:
        self._found: Iterable[Config | ConfigError] = iter(found)

    def __call__(self) -> LoadedConfig:
        found = next(iter(self._found))
        if isinstance(found, ConfigError):
            raise found
        return LoadedConfig(found, {})


WRONG = ConfigError("server.port", "x", "a whole number")
USUAL = Config()


def with_server(**changes: object) -> Config:
    return Config(server=replace(ServerConfig(), **changes))  # type: ignore[arg-type]


def test_gunicorn_takes_all_that_we_tell_it_and_refuses_none() -> None:
    cfg = GunicornConfig()
    for name, value in gunicorn_settings(USUAL, never_build).items():
        cfg.set(name, value)
    assert list(refused_settings(cfg)) == []
    assert cfg.address == [("127.0.0.1", 8761)]
    assert (cfg.workers, cfg.timeout, cfg.graceful_timeout, cfg.keepalive) == (1, 0, 11, 75)
    assert cfg.control_socket_disable is True


@pytest.mark.parametrize(("log_format", "kind"), [("console", GunicornLogger), ("json", JsonGunicornLogger)])
def test_the_log_has_the_format_and_level_that_are_set(log_format: str, kind: type) -> None:
    settings = gunicorn_settings(Config(log=LogConfig(format=log_format, level="debug")), never_build)
    assert (settings["logger_class"], settings["loglevel"]) == (kind, "debug")


def test_settings_that_are_wrong_from_the_start_end_the_process(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        SettingsSource(Loads(WRONG), never_build).read()
    assert caught.value.code == 2
    assert capsys.readouterr().err == "eureka-py: server.port = 'x': expected a whole number\n"


def test_settings_that_got_wrong_leave_those_from_before(caplog: pytest.LogCaptureFixture) -> None:
    source = SettingsSource(Loads(with_server(threads=3), WRONG, with_server(threads=5)), never_build)
    assert [source.read()["threads"] for _ in range(3)] == [3, 3, 5]
    assert caplog.messages == [f"settings refused, keeping those from before reason={WRONG}"]


def test_a_new_address_is_kept_for_the_next_start(caplog: pytest.LogCaptureFixture) -> None:
    source = SettingsSource(Loads(USUAL, with_server(port=9000, threads=5), with_server(port=9000)), never_build)
    bound = [(settings["bind"], settings["threads"]) for settings in (source.read() for _ in range(3))]
    assert bound == [("127.0.0.1:8761", 8), ("127.0.0.1:8761", 5), ("127.0.0.1:8761", 8)]
    assert len(caplog.messages) == 2


def test_gunicorns_nameless_file_is_in_memory_where_that_can_be_written(tmp_path: Path) -> None:
    assert memory_folder(tmp_path) == str(tmp_path)
    assert memory_folder(tmp_path / "none") is None
