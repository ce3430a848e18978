"""Bodies without what differs from run to run: times, hash order, counters."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from typing import Any

ANY = "*"
ANY_TIME = frozenset(("lastUpdatedTimestamp", "registrationTimestamp", "lastRenewalTimestamp"))
ANY_TIME_BUT_ZERO = frozenset(("evictionTimestamp", "serviceUpTimestamp"))
RECORDED_FROM_MS = 1_795_000_000_000
"""A dirty timestamp from here on was the time of the recording; earlier ones were sent, and count."""
UNORDERED = frozenset(("application", "instance", "metadata"))


def canonical(body: str, *, is_delta: bool = False, is_order_significant: bool = True) -> Any:
    """Return something that is equal for two bodies that tell the same.

    Applications, instances and metadata count without their order, fields with it unless told otherwise.
    """
    if body.lstrip()[:1] in ("{", "["):
        tree = _of_json(json.loads(body, object_pairs_hook=_Pairs), "")
    else:
        tree = _of_xml(ElementTree.fromstring(body))
    return _settled(tree, is_delta=is_delta, is_order_significant=is_order_significant)


class _Pairs(list[Any]):
    """A JSON object as pairs, which an array is not mistaken for."""


def _of_json(value: Any, name: str) -> Any:
    if isinstance(value, _Pairs):
        return name, [_of_json(member, key) for key, member in value]
    if isinstance(value, list):
        return name, [_of_json(member, "") for member in value]
    return name, value


def _of_xml(element: ElementTree.Element) -> Any:
    attributes = [(f"@{name}", value) for name, value in sorted(element.attrib.items())]
    children = [_of_xml(child) for child in element]
    if children or attributes:
        text = [("", element.text or "")] if not children else []
        return element.tag, [*attributes, *children, *text]
    return element.tag, element.text or ""


def _settled(tree: Any, *, is_delta: bool, is_order_significant: bool, parent: str = "") -> Any:
    name, value = tree
    if isinstance(value, list):
        members = [
            _settled(member, is_delta=is_delta, is_order_significant=is_order_significant, parent=name)
            for member in value
        ]
        if name in UNORDERED or not is_order_significant:
            members = _sorted(members)
        elif any(member[0] in ("application", "instance") for member in members):
            listed = [member for member in members if member[0] in ("application", "instance")]
            members = [member for member in members if member not in listed] + _sorted(listed)
        return name, members
    return name, _without_time(name, value, is_delta=is_delta)


def _without_time(name: str, value: Any, *, is_delta: bool) -> Any:
    if name in ANY_TIME:
        return ANY
    if name in ANY_TIME_BUT_ZERO and str(value) != "0":
        return ANY
    if name == "lastDirtyTimestamp" and int(value) >= RECORDED_FROM_MS:
        return ANY
    if name == "versions__delta" and is_delta:
        return ANY
    return value


def _sorted(members: Iterable[Any]) -> list[Any]:
    return sorted(members, key=repr)
