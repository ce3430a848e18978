"""The whole way: from files of a Java server to ours, and an account of every property."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eureka_py.config.effects import idle_settings
from eureka_py.config.loading import DEFAULT_ORIGIN, LoadedConfig, Sourced, built
from eureka_py.config.printing import one_line
from eureka_py.config.spelling import relaxed
from eureka_py.errors import ConfigError
from eureka_py.migration.file_of_settings import rendered
from eureka_py.migration.gathering import gather
from eureka_py.migration.java_defaults import Difference, differences_left
from eureka_py.migration.translation import translate
from eureka_py.migration.verdict import Verdict, not_understood, shown

_SPRINGS = ("spring.", "server.", "management.", "eureka.client.", "eureka.instance.", "eureka.server.")


@dataclass(frozen=True)
class Migration:
    """`toml`: our file. `account`: a line for each property of theirs, and what else is to be known."""

    toml: str
    account: tuple[str, ...]


def migrate(paths: Sequence[Path], profiles: Sequence[str] = ()) -> Migration:
    """Take files over; a later one wins. Raises: EurekaError, whose text is one line for the user."""
    gathered = gather(paths, profiles)
    verdicts, loaded = _usable(translate(gathered.properties))
    made = {verdict.key.dotted for verdict in verdicts if verdict.key is not None}
    differences = differences_left(made, is_springs=_is_springs(verdicts))
    lines = [*gathered.notes, *map(_line, verdicts), *_remarks(loaded), *_closing(differences)]
    return Migration(rendered(verdicts, differences), tuple(map(one_line, lines)))


def _usable(verdicts: list[Verdict]) -> tuple[list[Verdict], LoadedConfig]:
    """Take back what our settings refuse, so that a node starts with what remains."""
    while True:
        try:
            return verdicts, built(_values(verdicts))
        except ConfigError as ex:
            verdicts = _without(verdicts, ex)


def _without(verdicts: list[Verdict], refusal: ConfigError) -> list[Verdict]:
    """Take one setting back, or its section if the refusal is about a setting that the files do not make."""
    made = {verdict.key.dotted for verdict in verdicts if verdict.key is not None}
    culprits = {refusal.key} & made or {name for name in made if name.split(".")[0] == refusal.key.split(".")[0]}
    if not culprits:
        raise refusal
    reason = f"not usable: {refusal.key} has to be {refusal.expected}"
    return [
        not_understood(verdict.subject, reason) if verdict.key and verdict.key.dotted in culprits else verdict
        for verdict in verdicts
    ]


def _values(verdicts: Iterable[Verdict]) -> dict[str, Sourced]:
    return {
        verdict.key.dotted: Sourced(verdict.value, str(verdict.subject.place))
        for verdict in verdicts
        if verdict.key is not None and verdict.value is not None
    }


def _is_springs(verdicts: Iterable[Verdict]) -> bool:
    return any(relaxed(verdict.subject.name).startswith(_SPRINGS) for verdict in verdicts)


def _line(verdict: Verdict) -> str:
    return f"{verdict.subject.place}: {verdict.subject.name}: {verdict.sentence}"


def _remarks(loaded: LoadedConfig) -> Iterator[str]:
    yield from idle_settings(loaded)
    if loaded.config.rate_limiter.enabled:
        yield "rate_limiter.enabled takes effect here; on Java's servers it has none until their filter is installed"
    if loaded.origins["server.host"] != DEFAULT_ORIGIN:
        yield "server.host beyond this machine needs access.credentials_file, clients' certificates or server.insecure"


def _closing(differences: Sequence[Difference]) -> Iterator[str]:
    for difference in differences:
        yield f"default differs: {difference.why}; for Java's: {difference.dotted} = {shown(difference.value)}"
