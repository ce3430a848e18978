"""Which files and which of their documents count, and in which order: what comes later wins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from eureka_py.config.spelling import relaxed
from eureka_py.errors import ConfigError
from eureka_py.migration.profiles import ProfileExpressionError, is_active
from eureka_py.migration.properties import Document, Place, Property, UnreadableFileError, with_joined_lists
from eureka_py.migration.properties_file import read_properties
from eureka_py.migration.yaml_file import read_yaml

_READERS = {".properties": read_properties, ".yml": read_yaml, ".yaml": read_yaml}
_PROFILE = re.compile(r"[\w@+-][\w.@+-]*")
_NAMED_FOR_PROFILE = re.compile(r"(?:application|bootstrap|eureka-server|eureka-client)-(?P<profile>.+)")
_ACTIVE_PROFILES = "spring.profiles.active"
_CONDITIONS = ("spring.config.activate.onprofile", "spring.profiles")
"""Where a document says for which profiles it is, in relaxed spelling."""


@dataclass
class Gathered:
    """What counts, in order, and a line for each decision on the way."""

    properties: list[Property] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def gather(paths: Sequence[Path], profiles: Sequence[str]) -> Gathered:
    """Read files, each followed by those beside it that are named for a profile. Raises: EurekaError."""
    for profile in profiles:
        if not _PROFILE.fullmatch(profile):
            raise ConfigError("--profile", profile, "the name of a profile, as prod", origin=None)
    gathered = Gathered()
    documents = [each for path in _with_siblings(paths, profiles, gathered.notes) for each in _documents(path)]
    active = tuple(profiles) or _named_active(documents, gathered.notes) or ("default",)
    # What is said for a profile wins over what is said for all, wherever it stands.
    documents.sort(key=lambda document: _profile_of_file(Path(document.place.file)) is not None)
    for document in documents:
        if _counts(document, active, bool(profiles), gathered.notes):
            gathered.properties.extend(document.properties)
    return gathered


def _with_siblings(paths: Sequence[Path], profiles: Sequence[str], notes: list[str]) -> Iterator[Path]:
    given = set(paths)
    for path in paths:
        yield path
        for profile in profiles:
            sibling = path.with_name(f"{path.stem}-{profile}{path.suffix}")
            if sibling not in given and sibling.is_file():
                given.add(sibling)
                notes.append(f"{sibling}: read as well, for the profile {profile}")
                yield sibling


def _documents(path: Path) -> Iterator[Document]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFileError(str(path), "its name ends with none of .properties, .yml and .yaml")
    for document in reader(path):
        properties = tuple(with_joined_lists(document.properties))
        conditions = [each.value for each in properties if relaxed(each.name) in _CONDITIONS]
        rest = tuple(each for each in properties if relaxed(each.name) not in _CONDITIONS)
        yield replace(document, properties=rest, profiles=", ".join(conditions) or None)


def _named_active(documents: Sequence[Document], notes: list[str]) -> tuple[str, ...]:
    """Return the profiles that the files themselves make active."""
    for document in reversed(documents):
        for each in document.properties:
            if relaxed(each.name) == _ACTIVE_PROFILES and document.profiles is None and "${" not in each.value:
                notes.append(f"{each.place}: {each.name}: taken as if --profile {each.value} were given")
                return tuple(name.strip() for name in each.value.split(","))
    return ()


def _counts(document: Document, active: Sequence[str], is_profile_given: bool, notes: list[str]) -> bool:
    of_file = _profile_of_file(Path(document.place.file))
    if is_profile_given and of_file is not None and of_file not in active:
        notes.append(f"{document.place}: left out: it is for the profile {of_file}")
        return False
    if document.profiles is None:
        return True
    counts = _is_active(document.place, document.profiles, active)
    if not counts:
        notes.append(f"{document.place}: left out: it is for {document.profiles}; --profile takes it")
    return counts


def _is_active(place: Place, expression: str, active: Sequence[str]) -> bool:
    try:
        return is_active(expression, active)
    except ProfileExpressionError as ex:
        raise UnreadableFileError(place.file, f"the profiles {expression[:80]!r}: it {ex}", place.line) from ex


def _profile_of_file(path: Path) -> str | None:
    match = _NAMED_FOR_PROFILE.fullmatch(path.stem)
    return match["profile"] if match else None
