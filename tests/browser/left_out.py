"""What this machine cannot run, in one line. Only a missing tool is a reason: a browser that fails, fails."""

from __future__ import annotations

import shutil

MARK = "browser tests left out: "


def browser() -> str | None:
    """Return why there is no browser, or None if there is one."""
    missing = [tool for tool in ("chromium", "chromedriver") if shutil.which(tool) is None]
    return f"{MARK}no {'/'.join(missing)} on this machine" if missing else None
