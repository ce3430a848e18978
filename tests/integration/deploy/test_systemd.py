"""The systemd units: what they promise, what they lack on purpose, and what systemd thinks of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from eureka_py.config import Config
from eureka_py.serving.open_files import OTHER_FILES
from eureka_py.serving.refusal import EXIT_STATUS
from eureka_py.serving.worker_hooks import MARGIN_S
from tests.integration.deploy.containerfile import REPOSITORY

UNITS = REPOSITORY / "deploy" / "systemd"
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not on this machine")
Unit = dict[str, list[str]]


def unit(name: str) -> Unit:
    """Return each setting of a unit with all its values, as `Section.Name`."""
    found: Unit = defaultdict(list)
    section = ""
    for line in (UNITS / name).read_text().splitlines():
        if match := re.fullmatch(r"\[(\w+)\]", line):
            section = match[1]
        elif line and not line.startswith("#"):
            key, equals, value = line.partition("=")
            assert equals, line
            found[f"{section}.{key}"].append(value)
    return found


@pytest.fixture
def service() -> Unit:
    return unit("eureka-py.service")


def test_started_means_that_the_worker_has_said_so(service: Unit) -> None:
    assert (service["Service.Type"], service["Service.NotifyAccess"]) == (["notify"], ["all"])


@pytest.mark.parametrize("setting", ["ExecReload", "WatchdogSec"])
def test_nothing_that_would_lose_the_registry_is_there(service: Unit, setting: str) -> None:
    assert f"Service.{setting}" not in service


def test_a_stop_leaves_running_requests_their_time(service: Unit) -> None:
    assert service["Service.KillMode"] == ["mixed"]
    assert int(service["Service.TimeoutStopSec"][0]) > Config().server.drain_s + MARGIN_S


def test_a_failure_is_mended_by_a_restart_but_wrong_settings_are_not(service: Unit) -> None:
    assert service["Service.Restart"] == ["on-failure"]
    assert service["Service.RestartPreventExitStatus"] == [str(EXIT_STATUS)]


def test_there_is_room_for_all_connections(service: Unit) -> None:
    assert int(service["Service.LimitNOFILE"][0]) >= Config().server.connections + OTHER_FILES


def test_the_user_is_made_by_sysusers(service: Unit) -> None:
    (user,) = service["Service.User"]
    assert f"\nu {user} " in (UNITS / "eureka-py.sysusers").read_text()


def test_the_socket_listens_where_the_settings_do() -> None:
    assert unit("eureka-py.socket")["Socket.ListenStream"] == [str(Config().server.port)]


@needs_systemd
@pytest.mark.parametrize("name", ["eureka-py.service", "eureka-py.socket"])
def test_systemd_has_nothing_to_complain_about(name: str, tmp_path: Path) -> None:
    for file in UNITS.iterdir():
        text = file.read_text().replace("/opt/eureka-py/bin/eureka-py", "/bin/true")  # it has to be there to be judged
        (tmp_path / file.name).write_text(text)
    verified = subprocess.run(
        [str(ANALYZE), "verify", "--man=no", "--recursive-errors=no", str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, "")


@needs_systemd
def test_systemd_finds_little_exposed() -> None:
    command = [str(ANALYZE), "security", "--offline=true", "--threshold=20", str(UNITS / "eureka-py.service")]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout
