"""TLS: what new connections are greeted with. Renewed files are taken without a HUP, which would lose the registry."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from typing import Any

from eureka_py.clock import Clock
from eureka_py.config import TlsConfig
from eureka_py.errors import ConfigError
from eureka_py.file_watch import FileWatch

logger = logging.getLogger(__name__)

_VERIFY_MODE = {"none": ssl.CERT_NONE, "optional": ssl.CERT_OPTIONAL, "required": ssl.CERT_REQUIRED}


class ServerTls:
    """The context of new connections, made from files that are good, and made anew when they change."""

    def __init__(self, config: TlsConfig, *, clock: Clock) -> None:
        files = (config.certificate_file, config.key_file, config.ca_file)
        self._watch = FileWatch(filter(None, files), clock=clock)
        self._config = config
        self._context = made_context(config)

    def context(self) -> ssl.SSLContext:
        """Return the context of a new connection: from the files as they are, or as they were when they were good."""
        self._watch.look(self._renew)
        return self._context

    def ssl_context(self, cfg: Any, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
        """Return the same to gunicorn, which asks at each connection."""
        return self.context()

    def _renew(self) -> None:
        try:
            self._context = made_context(self._config)
        except ConfigError as ex:
            logger.error("certificate refused, keeping the one from before reason=%s", ex)
            return
        logger.info("certificate read again file=%s", self._config.certificate_file)


def tls_settings(config: TlsConfig, *, clock: Clock) -> dict[str, Any]:
    """Return gunicorn's settings for TLS: none if it is off. Raises: ConfigError."""
    if not config.is_on:
        return {}
    return {
        "certfile": config.certificate_file,  # that one is named makes gunicorn speak TLS
        "keyfile": config.key_file,
        "ssl_context": ServerTls(config, clock=clock).ssl_context,
    }


def made_context(config: TlsConfig) -> ssl.SSLContext:
    """Return a context from the files. Raises: ConfigError that names the file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    _require_readable("tls.certificate_file", config.certificate_file)
    _require_readable("tls.key_file", config.key_file)
    try:
        # An empty password, for a key that needs one: OpenSSL would ask at the terminal, and wait.
        context.load_cert_chain(config.certificate_file, config.key_file, password="")
    except (ssl.SSLError, ValueError) as ex:
        expected = f"a certificate and its unencrypted key of tls.key_file, PEM ({_reason(ex)})"
        raise ConfigError("tls.certificate_file", config.certificate_file, expected) from ex
    if config.client_certificate != "none":
        _load_authorities(context, config.ca_file)
    context.verify_mode = _VERIFY_MODE[config.client_certificate]
    return context


def _load_authorities(context: ssl.SSLContext, path: str) -> None:
    _require_readable("tls.ca_file", path)
    try:
        context.load_verify_locations(path)
    except ssl.SSLError as ex:
        raise ConfigError("tls.ca_file", path, f"certificates, PEM ({_reason(ex)})") from ex


def _require_readable(key: str, path: str) -> None:
    """Find out which file is missing, which OpenSSL does not say."""
    try:
        with open(path, "rb"):
            return
    except OSError as ex:
        raise ConfigError(key, path, f"a file that can be read ({ex.strerror})") from ex


def _reason(ex: Exception) -> str:
    return str(getattr(ex, "reason", None) or ex).lower().replace("_", " ")
