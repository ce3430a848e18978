from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from eureka_py.config import AccessConfig, Config, ServerConfig, TlsConfig
from eureka_py.serving.gthread_worker import PatientThreadWorker
from eureka_py.serving.master_hooks import MasterHooks
from eureka_py.serving.worker_lock import VARIABLE
from tests.unit.serving.gunicorn_fakes import FakeListener, FakePidfile, FakeServer

SAFE = MasterHooks(Config())
INSECURE = MasterHooks(Config(server=ServerConfig(insecure=True)))


@pytest.fixture(autouse=True)
def lock_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, "")
    yield
    number = os.environ[VARIABLE].partition(":")[0]
    if number:
        os.close(int(number))


@pytest.fixture
def info(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def refusal_of(server: FakeServer, capsys: pytest.CaptureFixture[str], hooks: MasterHooks = SAFE) -> str:
    """Return the one line with which a start is refused."""

    def begin() -> None:
        hooks.on_starting(server)
        hooks.when_ready(server)

    with pytest.raises(SystemExit) as caught:
        begin()
    assert caught.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_a_start_refuses_what_the_registry_cannot_bear(capsys: pytest.CaptureFixture[str]) -> None:
    line = refusal_of(FakeServer(workers=2), capsys)
    assert line.startswith("eureka-py: gunicorn's workers = 2: expected 1: the registry lives in one process")


def test_a_refused_start_leaves_no_pidfile(capsys: pytest.CaptureFixture[str]) -> None:
    server = FakeServer(bind="0.0.0.0:0")
    server.pidfile = pidfile = FakePidfile()
    assert "expected a loopback address" in refusal_of(server, capsys)
    assert not pidfile.is_there


def test_a_master_that_takes_over_opens_no_sockets() -> None:
    server = FakeServer(bind="127.0.0.1:0")
    server.master_pid = 4711
    SAFE.on_starting(server)
    assert server.LISTENERS == []


def test_sockets_that_systemd_opened_are_taken_and_judged(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    monkeypatch.setenv("LISTEN_FDS", "1")
    server = FakeServer(bind="127.0.0.1:0")
    SAFE.on_starting(server)
    assert server.LISTENERS == []
    server.LISTENERS = [FakeListener(("0.0.0.0", 8761))]
    assert "server.host = '0.0.0.0'" in refusal_of(server, capsys)


def test_an_open_address_that_is_allowed_is_said_aloud(caplog: pytest.LogCaptureFixture) -> None:
    server = FakeServer()
    server.LISTENERS = [FakeListener(("0.0.0.0", 8761)), FakeListener("/run/e.sock")]
    INSECURE.when_ready(server)
    assert caplog.messages == ["open to the network, and nothing protects the node address=http://0.0.0.0:8761"]


def test_ttin_is_undone(caplog: pytest.LogCaptureFixture) -> None:
    server = FakeServer()
    SAFE.nworkers_changed(server, new_value=2, old_value=1)
    assert server.num_workers == 1
    assert len(caplog.messages) == 1


@pytest.mark.parametrize(("old", "new"), [(None, 2), (2, 1), (1, 0)])
def test_other_changes_of_the_number_of_workers_are_left_alone(old: int | None, new: int) -> None:
    server = FakeServer()
    server.num_workers = new
    SAFE.nworkers_changed(server, new_value=new, old_value=old)
    assert server.num_workers == new


def test_a_reload_puts_back_what_the_registry_cannot_bear(info: pytest.LogCaptureFixture) -> None:
    server = FakeServer(workers=3, timeout=30, worker_class="sync")
    SAFE.on_reload(server)
    assert (server.cfg.workers, server.timeout, server.worker_class) == (1, 0, PatientThreadWorker)
    assert [record.levelname for record in info.records] == ["ERROR", "ERROR", "ERROR", "INFO"]


def test_before_another_master_is_started_it_is_told_of_the_lock_and_how_this_one_was_started() -> None:
    server = FakeServer()
    SAFE.pre_exec(server)
    assert server.cfg.env_orig[VARIABLE] == os.environ[VARIABLE] != ""
    assert server.START_CTX["args"] == [sys.executable, *sys.orig_argv[1:]]


def test_the_last_word_is_logged(info: pytest.LogCaptureFixture) -> None:
    SAFE.on_exit(FakeServer())
    assert info.messages == [f"eureka_py stopped pid={os.getpid()}"]


CREDENTIALS = AccessConfig(credentials_file="c.toml")
TLS = TlsConfig(certificate_file="c.pem", key_file="k.pem")
MUTUAL_TLS = replace(TLS, ca_file="ca.pem", client_certificate="required")


@pytest.mark.parametrize(
    ("config", "warnings"),
    [
        (
            Config(access=CREDENTIALS),
            ["passwords and tokens cross the network in clear, as TLS is off address=http://0.0.0.0:1"],
        ),
        (Config(access=CREDENTIALS, tls=TLS), []),
        (Config(tls=MUTUAL_TLS), []),
    ],
)
def test_credentials_or_required_certificates_allow_an_open_address(
    config: Config, warnings: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    server = FakeServer()
    server.LISTENERS = [FakeListener(("0.0.0.0", 1))]
    MasterHooks(config).when_ready(server)
    assert caplog.messages == warnings


@pytest.mark.parametrize("tls", [TLS, replace(MUTUAL_TLS, client_certificate="optional")])
def test_tls_alone_protects_nothing(tls: TlsConfig, capsys: pytest.CaptureFixture[str]) -> None:
    server = FakeServer(bind="0.0.0.0:0")
    line = refusal_of(server, capsys, MasterHooks(Config(tls=tls)))
    assert "access.credentials_file, or tls.client_certificate = required, or server.insecure = true" in line
