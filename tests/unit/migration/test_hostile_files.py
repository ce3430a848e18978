"""Files that want to do harm: one clear line, soon, whatever they hold."""

from __future__ import annotations

import contextlib
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eureka_py.errors import EurekaError
from eureka_py.migration import migrate
from eureka_py.migration.properties import UnreadableFileError
from eureka_py.migration.text_file import MOST_BYTES
from tests.unit.migration.importing import Folder

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 20)
)
CASES: dict[str, tuple[str, str | bytes, str]] = {
    "a billion laughs": ("a.yml", LAUGHS, "expands to more than 5000 properties"),
    "laughs without a word": ("a.yml", LAUGHS.replace("x", "[]"), "expands to more than 5000 properties"),
    "an alias of itself": ("a.yml", "a: &a [*a]", "expands to more than 32 levels"),
    "a mapping within itself": ("a.yml", "a: &a {b: *a}", "expands to more than 32 levels"),
    "deep lists": ("a.yml", "[" * 100_000, "has more than 32 levels"),
    "deep mappings": ("a.yml", "{a: " * 50_000, "has more than 32 levels"),
    "deep indentation": ("a.yml", "".join(f"{' ' * n}a:\n" for n in range(600)), "has more than 32 levels"),
    "many values": ("a.yml", "a: [" + "1," * 100_000 + "]", "has more than 20000 values"),
    "many properties": ("a.properties", "".join(f"a{n}=1\n" for n in range(20_000)), "has more than 5000 properties"),
    "a tag of Python": (
        "a.yml",
        "a: !!python/object/apply:os.system [id]",
        "has the tag !!python/object/apply:os.system",
    ),
    "a tag of Python on a word": ("a.yml", "a: !!python/name:os.system x", "has the tag !!python/name:os.system"),
    "a tag of its own": ("a.yml", "a: !ours x", "has the tag !ours, which is not taken"),
    "names that are lists": ("a.yml", "? [a, b]\n: c", "has a name that is no text"),
    "a merge of no mapping": ("a.yml", "<<: 5\n", "merges what is no mapping"),
    "a list": ("a.yml", "- a\n", "is no mapping of names to values"),
    "no YAML": ("a.yml", "a: b: c", "is no valid YAML: mapping values are not allowed here"),
    "an alias of nothing": ("a.yml", "a: *b", "is no valid YAML: found undefined alias 'b'"),
    "a huge file": ("a.yml", "a: " + "x" * MOST_BYTES, f"more than {MOST_BYTES} bytes"),
    "zeros": ("a.yml", b"\0" * 1000, "is no text: it has control characters"),
    "a picture": ("a.properties", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is no text: it has control characters"),
    "half a letter": ("a.yml", b"a: \xc3", "is no text in utf-8"),
    "UTF-16": ("a.properties", "a=1".encode("utf-16"), "is no text: it has control characters"),
    "an escape that is none": ("a.properties", "a=\\u00zz", "has an escape that is none"),
    "endless lines": ("a.properties", "a\\\n" * 50_000, "has a value of more than 100 lines"),
    "profiles that are none": (
        "a.yml",
        "spring.profiles: 'a &'\n",
        "the profiles 'a &': it lacks the name of a profile",
    ),
    "brackets": ("a.yml", f"spring.profiles: '{'(' * 500}'\n", "it has too many brackets"),
}


@pytest.mark.parametrize(("name", "content", "reason"), CASES.values(), ids=CASES)
def test_a_hostile_file_is_refused_in_one_line(folder: Folder, name: str, content: str | bytes, reason: str) -> None:
    file = folder.write(name, content)
    with pytest.raises(UnreadableFileError) as caught:
        migrate([file])
    assert reason in str(caught.value)
    assert str(caught.value).startswith(f"{file}:")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *((name, content) for name, content, _ in CASES.values()),
        ("a.yml", "a: 1" + ":1" * 100_000),
        ("a.yml", "a: 0x" + "f" * 100_000),
        ("a.yml", "a: '" + "\\n" * 100_000 + "'"),
        ("a.yml", "a: " + "&" * 100_000),
        ("a.properties", "a=" + "\\\\" * 100_000),
        ("a.properties", "a" * 200_000),
        ("a.properties", " " * 200_000 + "a"),
        ("a.properties", ("a" * 2_000 + "\\\n") * 99),
        ("a.properties", "".join(f"a{n}=${{a{n + 1}}}${{a{n + 1}}}\n" for n in range(500))),
        ("a.properties", "a=" + "${" * 100_000),
        ("a.properties", "a=" + "${b:" * 50_000 + "}" * 50_000),
        ("a.properties", "a=${a}\n" * 4_000),
        ("a.properties", "b=" + "${" * 4_900 + "\n" + "".join(f"a{n}=${{b}}\n" for n in range(4_000))),
        ("a.properties", "spring.profiles=" + "!" * 200_000),
    ],
)
def test_no_file_takes_long(folder: Folder, name: str, content: str | bytes) -> None:
    """A bound for slow machines: without the limits some of these take hours."""
    file = folder.write(name, content)
    started_s = time.process_time()
    with contextlib.suppress(EurekaError):
        migrate([file])
    assert time.process_time() - started_s < 10


@pytest.mark.parametrize("case", ["a billion laughs", "an alias of itself", "deep lists", "many values"])
def test_no_file_takes_much_memory(folder: Folder, case: str) -> None:
    name, content, _ = CASES[case]
    file = folder.write(name, content)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFileError):
            migrate([file])
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 100_000_000


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none.yml", "there is no such file"),
        (".", "there is no such file"),
        ("a.txt", "its name ends with none of .properties, .yml and .yaml"),
    ],
)
def test_what_is_no_such_file_is_refused(folder: Folder, name: str, reason: str) -> None:
    folder.write("a.txt", "a=1")
    path = folder.path / name if name != "." else folder.path / "folder.yml"
    if name == ".":
        path.mkdir()
    with pytest.raises(UnreadableFileError) as caught:
        migrate([path])
    assert str(caught.value) == f"{path}: {reason}"


def test_a_device_is_never_read() -> None:
    with pytest.raises(UnreadableFileError, match="its name ends with none of"):
        migrate([Path("/dev/zero")])


@pytest.mark.parametrize("profile", ["../../etc/passwd", "a/b", "", ".", "a\nb"])
def test_a_profile_cannot_lead_out_of_the_folder(folder: Folder, profile: str) -> None:
    with pytest.raises(EurekaError, match="expected the name of a profile"):
        folder.migrated("a.yml", "a: 1", profile)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(["a.yml", "a.properties"]),
    st.text(st.sampled_from("ab:-[]{}&*!|>'\"#\n\\=${}? ,%@`<~1"), max_size=60),
)
def test_whatever_is_in_a_file_it_is_taken_or_refused_in_one_line(folder: Folder, name: str, text: str) -> None:
    file = folder.write(name, text.encode())
    try:
        migration = migrate([file])
    except EurekaError as ex:
        refused = str(ex)
    else:
        refused = ""
        folder.loaded(migration)
    assert "\n" not in refused
