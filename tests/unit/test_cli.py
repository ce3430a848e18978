from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import NoReturn

import pytest

from eureka_py import launch
from eureka_py.cli import main
from eureka_py.config.loading import LoadedConfig

Load = Callable[[], LoadedConfig]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Load]:
    """What would have been served."""
    seen: list[Load] = []

    def serve_node(load: Load) -> NoReturn:
        seen.append(load)
        raise SystemExit(0)

    monkeypatch.setattr(launch, "serve_node", serve_node)
    return seen


def leave_of(*arguments: str) -> object:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return caught.value.code


def test_flags_become_settings_that_know_where_they_came_from(served: list[Load]) -> None:
    flags = ["--host", "::1", "--port", "9000", "--set", "delta.retention_ms=5", "--set", "eureka.disableDelta=true"]
    assert leave_of("serve", *flags) == 0
    loaded = served[0]()
    assert (loaded.config.server.host, loaded.config.server.port) == ("::1", 9000)
    assert (loaded.config.delta.retention_ms, loaded.config.delta.disabled) == (5, True)
    assert loaded.origins["server.port"] == "--port"
    assert loaded.origins["delta.disabled"] == "--set eureka.disableDelta"


def test_a_flag_with_a_name_of_its_own_wins_over_set(served: list[Load]) -> None:
    leave_of("serve", "--port", "9000", "--set", "server.port=1")
    assert served[0]().config.server.port == 9000


def test_a_value_may_hold_an_equals_sign(served: list[Load]) -> None:
    leave_of("serve", "--set", "server.environment=a=b")
    assert served[0]().config.server.environment == "a=b"


def test_a_file_of_settings_is_read(served: list[Load], tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("conf") / "my.toml"
    file.write_text("server.port = 9")
    leave_of("serve", "--config", str(file))
    assert served[0]().config.server.port == 9


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["serve", "--peer", "http://127.0.0.1:8762/eureka"],
            "eureka-py: --peer = 'http://127.0.0.1:8762/eureka': expected no peer: replication between nodes is not"
            " part of this version",
        ),
        (
            ["serve", "--set", "server.port"],
            "eureka-py: --set = 'server.port': expected KEY=VALUE, as in --set delta.retention_ms=60000",
        ),
        (["serve", "--prt", "1"], "eureka-py: unrecognized arguments: --prt 1 (see eureka-py --help)"),
        (["serve", "--port"], "eureka-py: argument --port: expected one argument (see eureka-py serve --help)"),
    ],
)
def test_arguments_that_cannot_be_are_refused_in_one_line(
    served: list[Load], arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert leave_of(*arguments) == 2
    assert capsys.readouterr().err == line + "\n"
    assert served == []


def test_without_a_command_there_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave_of() == 2
    assert "Start with: eureka-py serve" in capsys.readouterr().err


def test_help_shows_every_flag_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave_of("serve", "--help") == 0
    text = capsys.readouterr().out
    for flag in ("--host", "--port", "--config", "--set", "--workers", "--peer", "examples:"):
        assert flag in text


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave_of("--version") == 0
    assert capsys.readouterr().out == "eureka-py 0.1.0\n"


@pytest.mark.parametrize("module", ["eureka_py.cli", "eureka_py.launch"])
def test_the_master_does_without_the_application(module: str) -> None:
    heavy = {"falcon", "marshmallow", "jinja2", "orjson", "requests", "eureka_py.app", "asyncio"}
    code = f"import sys, {module}; print(*sorted({heavy!r} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
