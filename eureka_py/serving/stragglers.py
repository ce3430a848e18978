"""Requests that still run when the time for them is over."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable

logger = logging.getLogger(__name__)

PATIENCE_S = 0.5


def leave_stragglers_behind(end_process: Callable[[int], object] = os._exit) -> None:
    """End the process if threads still run that Python would wait for without an end.

    One hanging request would otherwise keep the worker, and with it the lock that the next worker waits for.
    """
    main = threading.main_thread()
    running = [thread for thread in threading.enumerate() if thread is not main and not thread.daemon]
    for thread in running:
        thread.join(PATIENCE_S / len(running))
    left = sum(thread.is_alive() for thread in running)
    if left:
        logger.warning("requests cut off threads=%d", left)
        logging.shutdown()
        end_process(0)
