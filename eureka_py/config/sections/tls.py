"""HTTPS."""

from __future__ import annotations

from dataclasses import dataclass

from eureka_py.config.sections.setting import require, setting

CLIENT_CERTIFICATE = ("none", "optional", "required")


@dataclass(frozen=True, kw_only=True)
class TlsConfig:
    """HTTPS. The files are read again when they change; what is wrong then is logged, and the last good ones serve."""

    certificate_file: str = setting("", "Certificate of the node and its chain, PEM; empty: plain HTTP.")
    key_file: str = setting("", "Private key of the certificate, PEM.")
    ca_file: str = setting("", "Certificates of those who may sign clients' certificates, PEM.")
    client_certificate: str = setting(
        "none", "`none`, `optional` or `required`: whether a client has to show a certificate of tls.ca_file."
    )

    def __post_init__(self) -> None:
        require(
            self.client_certificate in CLIENT_CERTIFICATE,
            "tls.client_certificate",
            self.client_certificate,
            "none, optional or required",
        )
        require(
            bool(self.certificate_file) == bool(self.key_file),
            "tls.key_file",
            self.key_file,
            "a file, if and only if tls.certificate_file is one",
        )
        require(
            self.client_certificate == "none" or bool(self.ca_file and self.certificate_file),
            "tls.client_certificate",
            self.client_certificate,
            "none, unless tls.certificate_file and tls.ca_file are given",
        )

    @property
    def is_on(self) -> bool:
        """Say whether HTTPS is spoken."""
        return bool(self.certificate_file)
