from __future__ import annotations

from typing import Any, NoReturn

import pytest

from eureka_py.config import Config
from eureka_py.config.loading import LoadedConfig
from eureka_py.serving.server import RegistryServer, serve
from eureka_py.serving.source import SettingsSource
from eureka_py.serving.worker_hooks import Node, not_built_yet


def never_build(config: Config) -> Node:
    raise AssertionError("only a worker builds a node")


@pytest.fixture
def source() -> SettingsSource:
    return SettingsSource(lambda: LoadedConfig(Config(), {}), never_build)


def test_a_server_takes_its_settings_from_ours(source: SettingsSource) -> None:
    server = RegistryServer(source)
    assert server.cfg.address == [("127.0.0.1", 8761)]
    assert server.cfg.proc_name == "eureka_py"


def test_a_server_holds_no_application_in_the_master(source: SettingsSource) -> None:
    assert RegistryServer(source).wsgi() is not_built_yet


def test_serving_ends_with_status_0(source: SettingsSource, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Any] = []

    def run(server: RegistryServer) -> None:
        ran.append(server)

    def serve_it() -> NoReturn:
        serve(source)

    monkeypatch.setattr(RegistryServer, "run", run)
    with pytest.raises(SystemExit) as caught:
        serve_it()
    assert caught.value.code == 0
    assert len(ran) == 1
