"""`eureka-py config check` opens what a server would open."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import trustme

from tests.unit.cli.leaving import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file in conf/ is read from the current folder."""
    monkeypatch.chdir(tmp_path)


def test_settings_that_a_server_can_start_with_are_ok(capsys: Capture) -> None:
    assert run(capsys, "config", "check") == (0, "OK\n", "")


def test_a_setting_without_effect_is_a_warning_only(capsys: Capture) -> None:
    left = run(capsys, "config", "check", "--set", "server.insecure=true")
    assert (left.status, left.out) == (0, "OK\n")
    assert left.err == (
        "eureka-py: server.insecure (from --set server.insecure) has no effect: server.host is only for this machine\n"
    )


def test_a_server_that_runs_already_is_no_fault_of_the_settings(capsys: Capture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        left = run(capsys, "config", "check", "--port", str(other.getsockname()[1]))
    assert left == (0, "OK\n", "")


def test_an_open_node_for_everybody_is_refused_as_at_the_start(capsys: Capture) -> None:
    left = run(capsys, "config", "check", "--host", "0.0.0.0")
    assert left.status == 2
    assert left.err.startswith("eureka-py: server.host = '0.0.0.0' (from --host): expected a loopback address")


def test_an_address_that_is_not_this_machines_is_refused(capsys: Capture) -> None:
    left = run(capsys, "config", "check", "--host", "192.0.2.1", "--set", "server.insecure=true")
    assert left.status == 2
    assert "cannot listen on 192.0.2.1" in left.err


def test_a_unix_socket_is_not_touched(capsys: Capture, tmp_path: Path) -> None:
    assert run(capsys, "config", "check", "--host", f"unix:{tmp_path}/x.sock").status == 0
    assert list(tmp_path.iterdir()) == []


def test_a_certificate_has_to_have_its_key(capsys: Capture, tmp_path: Path) -> None:
    authority = trustme.CA()
    one, other = authority.issue_cert("localhost"), authority.issue_cert("localhost")
    one.cert_chain_pems[0].write_to_path(str(tmp_path / "cert.pem"))
    one.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    other.private_key_pem.write_to_path(str(tmp_path / "other.pem"))
    flags = ("--set", "tls.certificate_file=cert.pem", "--set")
    assert run(capsys, "config", "check", *flags, "tls.key_file=key.pem").status == 0
    left = run(capsys, "config", "check", *flags, "tls.key_file=other.pem")
    assert left.status == 2
    assert "tls.certificate_file = 'cert.pem' (from --set tls.certificate_file): expected a certificate" in left.err
