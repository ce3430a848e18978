"""How many connections a process may hold: each is an open file, and their number is limited."""

from __future__ import annotations

import resource

OTHER_FILES = 256
"""Open files that are no client's connection, amply."""


def possible_connections(wanted: int, least: int) -> int:
    """Return how many of the wanted connections this process could ever hold, and `least` if that is hopeless."""
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most_files == resource.RLIM_INFINITY:
        return wanted
    return max(least, min(wanted, most_files - OTHER_FILES))


def allow_connections(count: int) -> None:
    """Raise the limit that a process may raise by itself, if that many connections do not fit under it."""
    allowed, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = count + OTHER_FILES
    if most_files != resource.RLIM_INFINITY:
        needed = min(needed, most_files)
    if allowed != resource.RLIM_INFINITY and allowed < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, most_files))
