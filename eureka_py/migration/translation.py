"""From properties to verdicts, one for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eureka_py.config.foreign import foreign_named
from eureka_py.migration.advice import advised
from eureka_py.migration.context import Context, spelled_out
from eureka_py.migration.conversions import converted
from eureka_py.migration.placeholders import Resolver, UnresolvedError
from eureka_py.migration.properties import Property
from eureka_py.migration.verdict import Kind, Verdict, no_meaning, not_understood


def translate(properties: Sequence[Property]) -> list[Verdict]:
    """Judge each property, in their order. Of those that say the same thing the last one counts."""
    raw = Context(properties)
    resolver = Resolver(raw.get)
    context = Context(_with_values(properties, resolver))
    verdicts = [_judged(each, raw, context, resolver) for each in properties]
    last = {verdict.key: verdict for verdict in verdicts if verdict.key}
    return [
        verdict
        if verdict.key is None or last[verdict.key] is verdict
        else _replaced(verdict, last[verdict.key].subject)
        for verdict in verdicts
    ]


def _with_values(properties: Sequence[Property], resolver: Resolver) -> list[Property]:
    resolved = []
    for each in properties:
        try:
            resolved.append(replace(each, value=resolver.resolve(each.value).text))
        except UnresolvedError:
            resolved.append(each)
    return resolved


def _judged(subject: Property, raw: Context, context: Context, resolver: Resolver) -> Verdict:
    winner = raw.last(subject)
    if winner is not subject:
        return _replaced(Verdict(subject, Kind.REPLACED, ""), winner)
    try:
        resolved = resolver.resolve(subject.value)
    except UnresolvedError as ex:
        return _without_value(subject, context, str(ex))
    names = ", ".join(f"${{{name}}}" for name in resolved.defaulted)
    remark = f", the default of {names}: where that has another value, set this, too" if names else ""
    plain = replace(subject, value=resolved.text)
    verdict = converted(plain, context, remark) or _known(plain, context) or not_understood(subject)
    return replace(verdict, subject=subject)


def _without_value(subject: Property, context: Context, problem: str) -> Verdict:
    """Judge a property by its name alone."""
    known = None if converted(subject, context, "") else _known(subject, context)
    return known or not_understood(subject, f"not usable: {problem}")


def _known(subject: Property, context: Context) -> Verdict | None:
    advice = advised(subject, context)
    if advice is not None:
        return advice
    foreign = foreign_named(spelled_out(subject.name))
    return no_meaning(subject, foreign.reason) if foreign else None


def _replaced(verdict: Verdict, winner: Property) -> Verdict:
    return Verdict(verdict.subject, Kind.REPLACED, f"replaced by {winner.name} at {winner.place}")
