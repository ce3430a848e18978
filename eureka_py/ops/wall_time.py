"""Times as operators read them."""

from __future__ import annotations

from datetime import datetime, timezone, tzinfo

_MINUTES_PER_DAY = 24 * 60


def wall_time(at_ms: int, zone: tzinfo | None = None) -> str:
    """Return epoch milliseconds in Eureka's `yyyy-MM-dd'T'HH:mm:ss Z`; without `zone` in that of the machine.

    Source: Netflix StatusResource.getCurrentTimeAsString.
    """
    return datetime.fromtimestamp(at_ms // 1000, timezone.utc).astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S %z")


def uptime_text(seconds: int) -> str:
    """Return `HH:mm`, after `1 day ` or `N days ` from one day on. Source: Netflix StatusInfo.getUpTime."""
    days, minutes = divmod(seconds // 60, _MINUTES_PER_DAY)
    prefix = {0: "", 1: "1 day "}.get(days, f"{days} days ")
    return f"{prefix}{minutes // 60:02}:{minutes % 60:02}"
