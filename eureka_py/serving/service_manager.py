"""What the service manager is told of the node's state: systemd's notifications, spoken without its library.

gunicorn speaks them, too, but says that all is ready before its worker has begun. So the address is taken out of its
way, and we say it once the worker serves.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import MutableMapping

from eureka_py.clock import Clock, SystemClock

logger = logging.getLogger(__name__)

VARIABLE = "NOTIFY_SOCKET"
KEPT_VARIABLE = "_EUREKA_PY_NOTIFY_SOCKET"
"""Where the address is kept from gunicorn, for the master's hooks and the worker's. It is no setting."""

SEND_TIMEOUT_S = 1.0
STOP_MARGIN_S = 5
"""What a stop may take beyond the time that running requests are granted."""


class ServiceManager:
    """Who started the node and wants to hear of it. Without one, nothing is said to nobody."""

    def __init__(self, address: str, *, clock: Clock) -> None:
        self._address = address
        self._clock = clock

    @classmethod
    def named_in(cls, environ: MutableMapping[str, str]) -> ServiceManager:
        """Return the service manager that started this process, and keep its address from gunicorn."""
        address = environ.pop(VARIABLE, "")
        if address:
            environ[KEPT_VARIABLE] = address
        return cls(environ.get(KEPT_VARIABLE, ""), clock=SystemClock())

    def tell_ready(self, addresses: str) -> None:
        """Say that requests are answered; this ends a start as well as a reload."""
        self._send("READY=1", f"STATUS=Serving on {addresses}")

    def tell_reloading(self) -> None:
        """Say that a new worker takes over; that it is ready ends this."""
        now_us = self._clock.monotonic_ns() // 1000
        self._send("RELOADING=1", f"MONOTONIC_USEC={now_us}", "STATUS=Replacing the worker")

    def tell_stopping(self, grace_s: int) -> None:
        """Say that running requests have `grace_s` seconds left, and ask not to be killed before that is over."""
        longest_us = (grace_s + STOP_MARGIN_S) * 1_000_000
        self._send("STOPPING=1", f"EXTEND_TIMEOUT_USEC={longest_us}", f"STATUS=Stopping, in {grace_s} s at the latest")

    def tell_successor(self, pid: int) -> None:
        """Say which master goes on when this one ends, so that its end is not taken for the end of the service."""
        self._send(f"MAINPID={pid}")

    def _send(self, *lines: str) -> None:
        if not self._address:
            return
        # An address with @ is in Linux' abstract namespace, where a zero byte stands in its place.
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.settimeout(SEND_TIMEOUT_S)
                sender.connect(address)
                sender.sendall("\n".join(lines).encode())
        except OSError as ex:
            logger.warning("service manager not reached address=%s message=%s reason=%s", self._address, lines[0], ex)
