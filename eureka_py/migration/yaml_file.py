"""Spring's YAML files, flattened as Spring does it. Nothing is constructed: a tag or an alias can do no harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from eureka_py.migration.properties import MOST_PROPERTIES, Document, Place, Property, UnreadableFileError
from eureka_py.migration.text_file import read_text

MOST_LEVELS = 32
_MOST_NODES = 20_000
_LONGEST_NUMBER = 40
_YAML = "tag:yaml.org,2002:"
_TAGS = frozenset(_YAML + name for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge"))
_TRUE = ("true", "yes", "on")


class _RefusedNodeError(Exception):
    def __init__(self, node: Node | None, reason: str) -> None:
        super().__init__(reason)
        self.line = node.start_mark.line + 1 if node is not None else 0


class _BoundedLoader(yaml.SafeLoader):
    """Composes nodes, but neither too many nor too deep."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._nodes = 0
        self._levels = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        self._nodes += 1
        self._levels += 1
        if self._levels > MOST_LEVELS:
            raise _RefusedNodeError(parent, f"has more than {MOST_LEVELS} levels")
        if self._nodes > _MOST_NODES:
            raise _RefusedNodeError(parent, f"has more than {_MOST_NODES} values")
        try:
            return super().compose_node(parent, index)
        finally:
            self._levels -= 1


def read_yaml(path: Path) -> list[Document]:
    """Return the documents of a YAML file. Raises: UnreadableFileError."""
    file = str(path)
    loader = _BoundedLoader(read_text(path, "utf-8-sig"))
    try:
        return list(_documents(loader, file))
    except _RefusedNodeError as ex:
        raise UnreadableFileError(file, str(ex), ex.line) from ex
    except yaml.MarkedYAMLError as ex:
        line = ex.problem_mark.line + 1 if ex.problem_mark else 0
        raise UnreadableFileError(file, f"is no valid YAML: {ex.problem}", line) from ex
    except yaml.YAMLError as ex:
        raise UnreadableFileError(file, f"is no valid YAML: {' '.join(str(ex).split())}") from ex


def _documents(loader: _BoundedLoader, file: str) -> Iterator[Document]:
    count = 0
    while loader.check_node():
        root = loader.get_node()
        if root is None or _is_empty(root):
            continue
        if not isinstance(root, MappingNode):
            raise _RefusedNodeError(root, "is no mapping of names to values")
        found = []
        for each in _flattened(loader, root, "", file, 0):
            found.append(each)
            count += 1
            if count > MOST_PROPERTIES:
                raise _RefusedNodeError(root, f"expands to more than {MOST_PROPERTIES} properties")
        yield Document(Place(file, root.start_mark.line + 1), tuple(found))


def _flattened(loader: _BoundedLoader, node: Node, name: str, file: str, level: int) -> Iterator[Property]:
    if level > MOST_LEVELS:  # only an alias gets here, which the loader counts as nothing
        raise _RefusedNodeError(node, f"expands to more than {MOST_LEVELS} levels")
    if node.tag not in _TAGS:
        raise _RefusedNodeError(node, f"has the tag {node.tag.replace(_YAML, '!!')}, which is not taken")
    if isinstance(node, MappingNode) and node.value:
        for key, value in _merged(node):
            inner = f"{name}.{key.value}" if name else str(key.value)
            yield from _flattened(loader, value, inner, file, level + 1)
    elif isinstance(node, SequenceNode) and node.value:
        for index, item in enumerate(node.value):
            yield from _flattened(loader, item, f"{name}[{index}]", file, level + 1)
    else:
        yield Property(name, _text(loader, node), Place(file, node.start_mark.line + 1))


def _merged(node: MappingNode) -> Iterator[tuple[ScalarNode, Node]]:
    """Return the pairs of a mapping; those merged in by `<<` come first, so that its own ones win."""
    own: list[tuple[ScalarNode, Node]] = []
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            raise _RefusedNodeError(key, "has a name that is no text")
        if key.tag != _YAML + "merge":
            own.append((key, value))
            continue
        for merged in value.value if isinstance(value, SequenceNode) else [value]:
            if not isinstance(merged, MappingNode):
                raise _RefusedNodeError(value, "merges what is no mapping")
            yield from ((k, v) for k, v in merged.value if isinstance(k, ScalarNode) and k.tag != _YAML + "merge")
    yield from own


def _text(loader: _BoundedLoader, node: Node) -> str:
    """Return a scalar as Java would write what YAML takes it for; an empty mapping or list is an empty text."""
    if not isinstance(node, ScalarNode) or node.tag == _YAML + "null":
        return ""
    if node.tag == _YAML + "bool":
        return "true" if node.value.lower() in _TRUE else "false"
    if node.tag == _YAML + "int" and len(node.value) <= _LONGEST_NUMBER:
        return str(loader.construct_yaml_int(node))
    return str(node.value).strip()


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == _YAML + "null"
