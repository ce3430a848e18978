from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from eureka_py.config import TlsConfig
from eureka_py.errors import ConfigError
from eureka_py.serving.tls import ServerTls, made_context, tls_settings
from eureka_py.testing import FakeClock

CA = trustme.CA()
CERTIFICATES = [CA.issue_cert("localhost", key_type=trustme.KeyType.ECDSA) for _ in range(2)]


def written(folder: Path, number: int = 0, client_certificate: str = "none") -> TlsConfig:
    CERTIFICATES[number].private_key_and_cert_chain_pem.write_to_path(folder / "node.pem")
    CA.cert_pem.write_to_path(folder / "ca.pem")
    file = str(folder / "node.pem")
    return TlsConfig(
        certificate_file=file, key_file=file, ca_file=str(folder / "ca.pem"), client_certificate=client_certificate
    )


@pytest.mark.parametrize(
    ("setting", "mode"),
    [("none", ssl.CERT_NONE), ("optional", ssl.CERT_OPTIONAL), ("required", ssl.CERT_REQUIRED)],
)
def test_clients_certificates_are_asked_for_as_set(tmp_path: Path, setting: str, mode: ssl.VerifyMode) -> None:
    context = made_context(written(tmp_path, client_certificate=setting))
    assert context.verify_mode is mode
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_without_a_certificate_gunicorn_is_told_nothing() -> None:
    assert tls_settings(TlsConfig(), clock=FakeClock()) == {}


def test_a_context_is_kept_until_the_files_change(tmp_path: Path) -> None:
    clock = FakeClock()
    tls = ServerTls(written(tmp_path), clock=clock)
    first = tls.ssl_context(None, ssl.create_default_context)
    clock.advance(seconds=5)
    assert tls.context() is first
    written(tmp_path, 1)
    clock.advance(ms=999)
    assert tls.context() is first
    clock.advance(ms=1)
    assert tls.context() is not first


def test_bad_files_are_said_once_and_the_last_good_ones_serve(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = FakeClock()
    tls = ServerTls(written(tmp_path), clock=clock)
    first = tls.context()
    (tmp_path / "node.pem").write_text("none")
    for _ in range(3):
        clock.advance(seconds=1)
        assert tls.context() is first
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "certificate refused, keeping the one from before" in caplog.messages[0]


@pytest.mark.parametrize(
    ("file", "content", "line"),
    [
        (
            "node.pem",
            None,
            r"tls\.certificate_file = .*: expected a file that can be read \(No such file",
        ),
        ("node.pem", "none", r"tls\.certificate_file = .*: expected a certificate and its unencrypted key"),
        ("ca.pem", None, r"tls\.ca_file = .*: expected a file that can be read"),
        ("ca.pem", "none", r"tls\.ca_file = .*: expected certificates, PEM"),
    ],
)
def test_bad_files_at_the_start_are_refused_by_name(tmp_path: Path, file: str, content: str | None, line: str) -> None:
    config = written(tmp_path, client_certificate="required")
    (tmp_path / file).unlink()
    if content is not None:
        (tmp_path / file).write_text(content)
    with pytest.raises(ConfigError, match=line):
        made_context(config)
