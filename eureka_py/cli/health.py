"""`eureka-py health`: for a container's health check, and for scripts that wait for a node."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from eureka_py.cli.settings_flags import add_settings_flags, load_settings

if TYPE_CHECKING:
    import socket

    from eureka_py.config import Config

READY, LIVE = "/health/ready", "/health/live"
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Addresses that mean all of a machine's, and where to ask there."""

_EPILOG = """\
The settings say where to ask, from the same file and environment as those of the server; flags that the server was
started with have to be given here, too. Status 0: healthy; 1: not, or no answer in time; 2: wrong settings.
"""


def add_command(commands: Any) -> None:
    """Add `health` to the commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "health",
        help="ask the node on this machine whether it is ready",
        description="Ask the node on this machine whether it is ready, and say so in one line.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_settings_flags(parser)
    parser.add_argument("--live", action="store_true", help="ask only whether it is alive, ready or not")
    parser.add_argument("--timeout", metavar="S", type=_seconds, default=3.0, help="longest wait for each step; 3 s")
    parser.add_argument("--certificate", metavar="FILE", help="PEM to show to a node that wants client certificates")
    parser.add_argument("--key", metavar="FILE", help="private key of --certificate, unless that holds it")
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    """Ask, say what was answered, and return the status of the process."""
    from http.client import HTTPException

    config = load_settings(parsed).config
    path = LIVE if parsed.live else READY
    where = f"{_shown(config)}{path}"
    try:
        status = _asked(path, config, parsed)
    except (OSError, HTTPException) as ex:
        reason = " ".join(str(ex).split()) or type(ex).__name__
        sys.stderr.write(f"eureka-py: not healthy: no answer from {where}: {reason}\n")
        return 1
    if status != 200:
        sys.stderr.write(f"eureka-py: not healthy: {where} answers {status}\n")
        return 1
    sys.stdout.write(f"healthy: {where} answers 200\n")
    return 0


def _asked(path: str, config: Config, parsed: argparse.Namespace) -> int:
    from http.client import HTTPConnection

    connection = HTTPConnection("localhost")
    with _dialled(config, parsed.timeout) as plain, _secured(plain, config, parsed) as connection.sock:
        connection.request("GET", path, headers={"Connection": "close"})
        with connection.getresponse() as response:
            return response.status


def _dialled(config: Config, timeout_s: float) -> socket.socket:
    import socket

    host = config.server.host
    if not host.startswith("unix:"):
        return socket.create_connection(_place(config), timeout_s)
    dialled = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        dialled.settimeout(timeout_s)
        dialled.connect(host.removeprefix("unix:"))
    except OSError:
        dialled.close()
        raise
    return dialled


def _secured(plain: socket.socket, config: Config, parsed: argparse.Namespace) -> socket.socket:
    """Return the socket, with TLS around it if the node speaks that.

    Any certificate will do: nothing secret is sent, and the node's names it, hardly ever the loopback address.
    """
    if not config.tls.is_on:
        return plain
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if parsed.certificate:
        context.load_cert_chain(parsed.certificate, parsed.key)
    return context.wrap_socket(plain)


def _place(config: Config) -> tuple[str, int]:
    if config.server.host.startswith("unix:"):
        return "localhost", 0
    host = config.server.host.removeprefix("[").removesuffix("]")
    return _EVERYWHERE.get(host, host), config.server.port


def _shown(config: Config) -> str:
    scheme = "https" if config.tls.is_on else "http"
    host, port = _place(config)
    if not port:
        return f"{scheme}+{config.server.host}"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds, up to 3600")
    return seconds
