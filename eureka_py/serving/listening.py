"""Opening the sockets on which the node listens, or saying in one line why not."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import stat
from typing import Any, TypeAlias

from eureka_py.config import Config
from eureka_py.errors import ConfigError, ListenError

Address: TypeAlias = tuple[str, int] | str
"""Host and port, or the path of a unix socket: as gunicorn reads them from `bind`."""

PROTECTION = (
    "a loopback address; for others set access.credentials_file, or tls.client_certificate = required, or"
    " server.insecure = true: nothing protects the node, so anybody could change it"
)


def bind_text(host: str, port: int) -> str:
    """Return gunicorn's notation of an address."""
    if host.startswith("unix:"):
        return host
    address = host.removeprefix("[").removesuffix("]")
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def shown(address: Address) -> str:
    """Return an address as people write it."""
    return f"unix:{address}" if isinstance(address, str) else bind_text(*address)


def open_socket(address: Address, *, may_be_open: bool, backlog: int, umask: int = 0) -> socket.socket:
    """Return a socket that listens. Raises: ConfigError if it would be open to all, ListenError if it cannot be had."""
    try:
        if isinstance(address, str):
            return _open_unix_socket(address, backlog, umask)
        family, place = _resolved(*address)
        require_protection(place, may_be_open=may_be_open, host=address[0])
        return _open_tcp_socket(family, place, backlog)
    except OSError as ex:
        raise ListenError(shown(address), _reason(ex)) from ex


def is_protected(config: Config) -> bool:
    """Say whether whoever changes the registry has to show who they are.

    TLS without clients' certificates keeps others from reading along, and nobody from writing.
    """
    return bool(config.access.credentials_file) or config.tls.client_certificate == "required"


def require_protection(place: Any, *, may_be_open: bool, host: str | None = None) -> None:
    """Refuse the name of a socket that listens beyond loopback, unless that is allowed."""
    if not may_be_open and not is_local(place):
        raise ConfigError("server.host", host or place[0], PROTECTION)


def is_local(place: Any) -> bool:
    """Say whether only this machine reaches a socket with that name."""
    if not isinstance(place, tuple):
        return True
    ip = ipaddress.ip_address(place[0].partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback


def _resolved(host: str, port: int) -> tuple[socket.AddressFamily, Any]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # For a name with both, as localhost often is, IPv4: what most clients try first.
    family, _, _, _, place = min(found, key=lambda info: info[0] != socket.AF_INET)
    return family, place


def _open_tcp_socket(family: socket.AddressFamily, place: Any, backlog: int) -> socket.socket:
    return _listening(socket.socket(family, socket.SOCK_STREAM), place, backlog)


def _open_unix_socket(path: str, backlog: int, umask: int) -> socket.socket:
    _remove_stale(path)
    previous = os.umask(umask)
    try:
        return _listening(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), path, backlog)
    finally:
        os.umask(previous)


def _listening(sock: socket.socket, place: Any, backlog: int) -> socket.socket:
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(place)
        sock.listen(backlog)
    except OSError:
        sock.close()
        raise
    return sock


def _remove_stale(path: str) -> None:
    """Remove what a killed server left, but neither a living server's socket nor anything else."""
    try:
        is_socket = stat.S_ISSOCK(os.stat(path).st_mode)
    except FileNotFoundError:
        return
    if not is_socket:
        raise OSError(errno.EEXIST, "there is a file that is no socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.setblocking(False)
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
            return
        except BlockingIOError:  # its backlog is full: it lives
            pass
    raise OSError(errno.EADDRINUSE, "")


def _reason(ex: OSError) -> str:
    if ex.errno == errno.EADDRINUSE:
        return "another process listens there; stop it, or choose another address with --port or --host"
    return ex.strerror or str(ex)
