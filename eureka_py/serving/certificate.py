"""Whom a client's certificate names."""

from __future__ import annotations

import ssl
from typing import Any


def certificate_names(sock: Any) -> tuple[str, ...]:
    """Return the DNS names and the common name of the certificate at the other end, checked in the handshake."""
    if not isinstance(sock, ssl.SSLSocket):
        return ()
    certificate: dict[str, Any] = sock.getpeercert() or {}
    dns_names = (value for kind, value in certificate.get("subjectAltName", ()) if kind == "DNS")
    common_names = (value for pairs in certificate.get("subject", ()) for kind, value in pairs if kind == "commonName")
    return tuple(dict.fromkeys((*dns_names, *common_names)))
