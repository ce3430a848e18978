from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from eureka_py import launch
from eureka_py.config import Config
from eureka_py.config.loading import LoadedConfig
from eureka_py.serving.source import SettingsSource


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EUREKA_PY_CONFIG", raising=False)


def test_gunicorn_gets_the_settings_of_the_file_beside_its_own(tmp_path: Path) -> None:
    (tmp_path / "eureka-server.toml").write_text("server.threads = 3")
    assert launch.gunicorn_settings(tmp_path)["threads"] == 3


def test_read_again_a_file_that_got_wrong_leaves_the_settings_from_before(tmp_path: Path) -> None:
    (tmp_path / "eureka-server.toml").write_text("server.threads = 3")
    launch.gunicorn_settings(tmp_path)
    (tmp_path / "eureka-server.toml").write_text("server.threads =")
    assert launch.gunicorn_settings(tmp_path)["threads"] == 3


def test_a_node_is_served_with_the_settings_that_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    bound: list[str] = []

    def serve(source: SettingsSource) -> NoReturn:
        bound.append(source.read()["bind"])
        raise SystemExit(0)

    monkeypatch.setattr(launch, "serve", serve)
    with pytest.raises(SystemExit):
        launch.serve_node(lambda: LoadedConfig(Config(), {}))
    assert bound == ["127.0.0.1:8761"]


def test_the_node_is_built_from_the_settings() -> None:
    assert callable(launch.build(Config()).wsgi)
