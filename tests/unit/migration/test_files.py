"""How files are read: what a property is called, what it holds, where it stands."""

from __future__ import annotations

import pytest

from eureka_py.migration.properties import Property, with_joined_lists
from eureka_py.migration.properties_file import read_properties
from eureka_py.migration.yaml_file import read_yaml
from tests.unit.migration.importing import Folder


def of_yaml(folder: Folder, text: str) -> list[tuple[str, str, int]]:
    documents = read_yaml(folder.write("a.yml", text))
    return [(each.name, each.value, each.place.line) for document in documents for each in document.properties]


def of_properties(folder: Folder, text: str | bytes) -> list[tuple[str, str, int]]:
    documents = read_properties(folder.write("a.properties", text))
    return [(each.name, each.value, each.place.line) for document in documents for each in document.properties]


def test_nested_and_dotted_names_of_yaml_are_joined(folder: Folder) -> None:
    text = """\
        eureka:
          server:
            a: 1
          client.service-url:
            defaultZone: x
        server.port: 2
        """
    assert of_yaml(folder, text) == [
        ("eureka.server.a", "1", 3),
        ("eureka.client.service-url.defaultZone", "x", 5),
        ("server.port", "2", 6),
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "true"),
        ("OFF", "false"),
        ("'yes'", "yes"),
        ("5_000", "5000"),
        ("0x10", "16"),
        ("010", "8"),
        ("0.85", "0.85"),
        ("", ""),
        ("~", ""),
        ("{}", ""),
        ("[]", ""),
        ("2024-01-01", "2024-01-01"),
        ("'${PORT:1}'", "${PORT:1}"),
        ("ünï", "ünï"),
    ],
)
def test_values_of_yaml_are_what_java_reads(folder: Folder, written: str, value: str) -> None:
    assert of_yaml(folder, f"a: {written}\n") == [("a", value, 1)]


def test_a_byte_order_mark_is_no_part_of_a_name(folder: Folder) -> None:
    assert of_yaml(folder, "\ufeffa: 1") == [("a", "1", 1)]


def test_aliases_and_merges_of_yaml_stand_for_what_they_name(folder: Folder) -> None:
    text = """\
        base: &base {a: 1, b: 2}
        one:
          <<: *base
          b: 3
        two: *base
        """
    found = {name: value for name, value, _ in of_yaml(folder, text)}
    assert found == {"base.a": "1", "base.b": "2", "one.a": "1", "one.b": "3", "two.a": "1", "two.b": "2"}


def test_empty_documents_of_yaml_are_passed_over(folder: Folder) -> None:
    assert of_yaml(folder, "---\n---\na: 1\n---\n# nothing\n") == [("a", "1", 3)]


@pytest.mark.parametrize("line", ["a=b", "a = b", "a:b", "a b", "  a\t=\tb  ", "\\u0061=\\u0062"])
def test_a_property_is_written_in_each_of_javas_ways(folder: Folder, line: str) -> None:
    assert of_properties(folder, line) == [("a", "b", 1)]


def test_lines_are_counted_over_comments_and_continuations(folder: Folder) -> None:
    text = b"# one\n\na=1,\\\n  2,\\\n  3\n! six\r\nb\nc=\\u00e4\xe4\n"
    assert of_properties(folder, text) == [("a", "1,2,3", 3), ("b", "", 7), ("c", "ää", 8)]


def test_springs_documents_within_properties_are_told_apart(folder: Folder) -> None:
    documents = read_properties(folder.write("a.properties", "a=1\n#---\nb=2\n!---\nc=3\n#----\nd=4\n"))
    assert [[each.name for each in document.properties] for document in documents] == [["a"], ["b"], ["c", "d"]]


def test_numbered_names_are_one_list(folder: Folder) -> None:
    text = "a[0]=x\nb=1\na[1]=y\na[2].c=z\n"
    (document,) = read_properties(folder.write("a.properties", text))
    found: list[Property] = list(with_joined_lists(document.properties))
    assert [(each.name, each.value) for each in found] == [("a", "x,y"), ("b", "1"), ("a[2].c", "z")]
