"""`gunicorn -c conf/gunicorn.conf.py` serves as `eureka-py serve` does."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.integration.serving.conftest import Start
from tests.integration.serving.process import BIN, children_of, eventually, get, is_running, kill, parent_of, run

GUNICORN = (BIN / "gunicorn", "-c", "conf/gunicorn.conf.py")
FREE = {"EUREKA_PY_SERVER_PORT": "0"}


def test_it_serves_with_the_same_lines(start: Start) -> None:
    server = start(*GUNICORN, environ=FREE)
    server.wait_until_ready()
    assert get(server.address, "/eureka/apps")[0] == 200
    assert server.terminate() == 0
    assert len(server.lines) == 2


def test_it_reads_the_file_that_the_environment_names(start: Start, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('server.port = 0\nlog.format = "json"')
    server = start(*GUNICORN, environ={"EUREKA_PY_CONFIG": str(tmp_path / "mine.toml")})
    assert server.wait_for_line("eureka_py ready").startswith("{")


def test_flags_of_gunicorn_win(start: Start, tmp_path: Path) -> None:
    server = start(*GUNICORN, "-b", f"unix:{tmp_path}/g.sock", "--threads", "2", environ=FREE)
    server.wait_until_ready()
    assert server.address == f"unix:{tmp_path}/g.sock"


@pytest.mark.parametrize(
    ("flags", "complaint"),
    [
        (["-w", "2"], "gunicorn's workers = 2: expected 1: the registry lives in one process"),
        (["--reload"], "gunicorn's reload = True: expected false"),
        (["--max-requests", "5"], "gunicorn's max_requests = 5: expected 0"),
        (["-t", "30"], "gunicorn's timeout = 30: expected 0"),
        (["--preload"], "gunicorn's preload_app = True: expected false"),
        (["--reuse-port"], "gunicorn's reuse_port = True: expected false"),
        (["-k", "sync", "--threads", "1"], "gunicorn's worker_class = 'sync': expected eureka_py's own"),
        (["-b", "0.0.0.0:0"], "server.host = '0.0.0.0': expected a loopback address"),
    ],
)
def test_flags_that_the_registry_cannot_bear_are_refused(flags: list[str], complaint: str) -> None:
    status, lines = run(*GUNICORN, *flags, environ=FREE)
    assert (status, len(lines)) == (2, 1)
    assert lines[0].startswith(f"eureka-py: {complaint}")


def test_settings_that_cannot_be_used_are_refused() -> None:
    status, lines = run(*GUNICORN, environ={"EUREKA_PY_SERVER_PRT": "1"})
    assert (status, len(lines)) == (2, 1)
    assert lines[0].endswith("the nearest valid one is EUREKA_PY_SERVER_PORT")


def test_hup_keeps_the_address_and_takes_the_rest(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("server.port = 0")
    server = start(*GUNICORN, environ={"EUREKA_PY_CONFIG": str(file)})
    server.wait_until_ready()
    file.write_text('server.port = 1\nlog.format = "json"')
    server.send(signal.SIGHUP)
    server.wait_for_line("a new address needs a restart")
    assert server.wait_for_line('"eureka_py ready"').startswith("{")
    assert get(server.address, "/eureka/apps")[0] == 200


def test_usr2_starts_a_master_that_takes_over(start: Start) -> None:
    server = start(*GUNICORN, environ=FREE)
    old = server.wait_until_ready()
    server.send(signal.SIGUSR2)
    server.wait_for_line("waiting until the worker before is gone")
    assert get(server.address, "/eureka/apps")[0] == 200
    (new_master,) = set(children_of(server.pid)) - {old}
    assert server.terminate() == 0
    new = server.wait_until_ready(count=2)
    assert parent_of(new) == new_master
    assert get(server.address, "/eureka/apps")[0] == 200
    kill(new_master, signal.SIGTERM)
    assert eventually(lambda: not is_running(new_master))
