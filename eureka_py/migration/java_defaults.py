"""Where a Java server behaves otherwise by default, so that a file which is silent about it means something else."""

from __future__ import annotations

from typing import NamedTuple

from eureka_py.config.keys import Value
from eureka_py.config.settings import GLOBAL


class Difference(NamedTuple):
    """A default of ours that is not Java's. `value`: what gives Java's behaviour; `why`: what the two do."""

    dotted: str
    value: Value
    why: str
    is_springs_alone: bool = False


DIFFERENCES = (
    Difference("cache.update_interval_ms", 30_000, "a read sees the last write; Java's reads are up to 30 s old"),
    Difference(
        "preservation.arithmetic",
        GLOBAL,
        "each lease is judged by its own interval; Java compares one sum of renewals with what it expects",
    ),
    Difference(
        "preservation.initial_expected_clients",
        1,
        f'with the arithmetic "{GLOBAL}": Spring\'s server expects one client before any registered',
        is_springs_alone=True,
    ),
    Difference(
        "registry.id_from_metadata",
        True,
        "Spring's server takes the metadata instanceId for the id of an instance that sends none",
        is_springs_alone=True,
    ),
    Difference("server.host", "0.0.0.0", "the node is for this machine only; Java listens on every address"),
    Difference("server.port", 8080, "Java's web server listens on 8080 unless it is told otherwise"),
)


def differences_left(dotted_names: set[str], *, is_springs: bool) -> list[Difference]:
    """Return the differences about which the files said nothing. `dotted_names`: the settings that they made."""
    return [
        difference
        for difference in DIFFERENCES
        if difference.dotted not in dotted_names and (is_springs or not difference.is_springs_alone)
    ]
