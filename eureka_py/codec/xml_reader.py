"""XML from outside, brought into the shape that JSON has: text, and dicts of it. No DTD, no entities, bounded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from eureka_py.codec.bounds import DEFAULT_BOUNDS, Bounds
from eureka_py.codec.xml_names import decode_name
from eureka_py.errors import DecodeError

_ROOTS = ("instance", "com.netflix.appinfo.InstanceInfo")


def parse(body: bytes, charset: str | None = None, bounds: Bounds = DEFAULT_BOUNDS) -> dict[str, Any]:
    """Return what an `<instance>` document holds. `charset` wins over the document's own.

    Raises: DecodeError; TooLargeError as soon as a bound is passed.
    """
    bounds.check_xml(body)
    reader = _TreeReader(bounds)
    parser = expat.ParserCreate(charset)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(body, True)
        return _instance(reader.root)
    except (expat.ExpatError, ValueError, LookupError) as ex:  # the latter two: odd or unknown charsets, odd names
        raise DecodeError(f"not XML: {ex}") from ex


class _Element:
    """A name, attributes, the element's own text, and its children: the last of equal ones wins."""

    __slots__ = ("attributes", "children", "name", "texts")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: dict[str, _Element] = {}
        self.texts: list[str] = []


class _TreeReader:
    """Handlers of one parse. A DecodeError that one of them raises ends it."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._element_count = 0
        self.root = _Element("", {})
        self._open = [self.root]

    def refuse_doctype(self, *declaration: Any) -> None:
        """Refuse document types, and with them every entity that could be declared."""
        raise DecodeError("XML with a document type")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        if len(self._open) > self._bounds.depth:
            raise self._bounds.too_deep("XML")
        self._element_count += 1 + len(attributes)
        if self._element_count > self._bounds.elements:
            raise self._bounds.too_many_elements()
        element = _Element(name, attributes)
        if len(self._open) == 1:
            self.root = element
        self._open[-1].children[name] = element
        self._open.append(element)

    def end(self, name: str) -> None:
        """Close an element."""
        self._open.pop()

    def text(self, text: str) -> None:
        """Take text, or a piece of it."""
        self._open[-1].texts.append(text)


def _instance(root: _Element) -> dict[str, Any]:
    if root.name not in _ROOTS:
        raise DecodeError("XML with another root element")
    return {name: _SHAPES.get(name, _leaf)(element) for name, element in root.children.items()}


def _leaf(element: _Element) -> Any:
    # What has children is no text; a schema says so if it is asked for.
    return {} if element.children else "".join(element.texts)


def _port(element: _Element) -> dict[str, Any]:
    return {"$": _leaf(element), "@enabled": element.attributes.get("enabled")}


def _object(element: _Element) -> dict[str, Any]:
    return {name: _leaf(child) for name, child in element.children.items()}


def _map(element: _Element) -> dict[str, Any]:
    return {decode_name(name): _leaf(child) for name, child in element.children.items()}


def _data_center(element: _Element) -> dict[str, Any] | None:
    # The class attribute is not looked at, and without a name there is none. Source: Netflix DataCenterInfoConverter.
    if "name" not in element.children:
        return None
    metadata = element.children.get("metadata")
    return {"name": _leaf(element.children["name"]), "metadata": _map(metadata) if metadata is not None else {}}


_SHAPES: dict[str, Callable[[_Element], Any]] = {
    "port": _port,
    "securePort": _port,
    "dataCenterInfo": _data_center,
    "leaseInfo": _object,
    "metadata": _map,
}
