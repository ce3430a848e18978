"""Our file, made from verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tomlkit

from eureka_py.config.keys import section_types
from eureka_py.config.printing import commented, one_line
from eureka_py.config.secrets import masked
from eureka_py.migration.java_defaults import Difference
from eureka_py.migration.verdict import Kind, Verdict, shown


def rendered(verdicts: Sequence[Verdict], differences: Sequence[Difference]) -> str:
    """Return the file: what was taken; as comments, what was not, and the defaults that differ."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Settings of eureka-py, taken over from a Java server by `eureka-py import-config`."))
    for section in section_types():
        table = _section(section, verdicts)
        if table:
            document.add(tomlkit.nl())
            document.add(section, table)
    lost = [verdict for verdict in verdicts if verdict.kind is Kind.NOT_UNDERSTOOD]
    _add_comments(document, "Not taken over:", map(_kept, lost))
    _add_comments(document, "Defaults that differ; with these values, Java's:", map(_difference, differences))
    return tomlkit.dumps(document).rstrip("\n") + "\n"


def _section(section: str, verdicts: Iterable[Verdict]) -> tomlkit.items.Table:
    table = tomlkit.table()
    for verdict in verdicts:
        key = verdict.key
        if verdict.kind is Kind.TAKEN and key is not None and key.section == section:
            value = list(verdict.value) if isinstance(verdict.value, tuple) else verdict.value
            table.add(key.name, commented(value, f"{verdict.subject.place}: {verdict.subject.name}"))
    return table


def _add_comments(document: tomlkit.TOMLDocument, title: str, lines: Iterable[str]) -> None:
    texts = [one_line(line) for line in lines]
    if texts:
        document.add(tomlkit.nl())
        for text in (title, *texts):
            document.add(tomlkit.comment(text))


def _kept(verdict: Verdict) -> str:
    subject = verdict.subject
    return f"{subject.place}: {subject.name} = {masked(subject.name, subject.value)}"


def _difference(difference: Difference) -> str:
    return f"{difference.dotted} = {shown(difference.value)}  ({difference.why})"
