"""What this machine cannot run, in one line each. Only a missing tool is a reason: a client that fails, fails."""

from __future__ import annotations

import importlib.util

from tests.interop.java_build import missing_tools

MARK = "interop with "


def java_clients() -> str | None:
    """Return why the Java clients are left out, or None if they run."""
    missing = missing_tools()
    return f"{MARK}Java clients left out: no {'/'.join(missing)} on this machine" if missing else None


def py_eureka_client() -> str | None:
    """Return why py_eureka_client is left out, or None if it runs."""
    if importlib.util.find_spec("py_eureka_client") is not None:
        return None
    return f"{MARK}py_eureka_client left out: the package is not installed"
