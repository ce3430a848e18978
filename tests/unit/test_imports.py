"""Who imports whom: the table of style.md, read off the sources. Imports inside of functions count like any others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "eureka_py"

LEAVES = frozenset({"clock", "errors", "config"})
ALLOWED: dict[str, frozenset[str]] = {
    "__init__": frozenset(),
    "clock": frozenset(),
    "errors": frozenset(),
    "file_watch": frozenset({"clock"}),
    "logs": frozenset(),
    "config": frozenset({"errors"}),
    "admission": LEAVES,
    "identity": LEAVES | {"admission", "file_watch"},
    "migration": frozenset({"config", "errors"}),
    "model": LEAVES,
    "lease": LEAVES | {"model"},
    "registry": LEAVES | {"model", "lease"},
    "codec": frozenset({"errors", "model"}),
    "cache": LEAVES | {"model", "codec", "registry"},
    "resources": LEAVES | {"admission", "model", "lease", "codec", "registry", "cache"},
    "ops": LEAVES | {"admission", "model", "registry"},
    "metrics": LEAVES | {"admission", "cache", "model", "registry"},
    "serving": LEAVES | {"__init__", "admission", "file_watch", "logs"},
    "lifecycle": LEAVES,
    "testing": LEAVES | {"admission", "model", "lease", "registry"},
    "launch": frozenset({"app", "config", "identity", "serving"}),
    "cli": frozenset({"__init__", "config", "errors", "identity", "launch", "migration", "serving"}),
    "__main__": frozenset({"cli"}),
}
"""What each folder or top-level module may import, besides itself. `app` may import anything but tests' fakes."""

VISIBLE = {
    ("cache", "codec"): {"eureka_py.codec.base"},
    ("cache", "registry"): {"eureka_py.registry.interface", "eureka_py.registry.view"},
    ("resources", "registry"): {"eureka_py.registry.interface"},
    ("resources", "lease"): {"eureka_py.lease.registration", "eureka_py.lease.renewal"},
    ("ops", "registry"): {"eureka_py.registry.interface"},
    ("metrics", "registry"): {"eureka_py.registry.readings"},
}
"""Where not all of a folder may be seen: what may."""

EXCEPTIONS = {
    ("ops", "eureka_py.registry.recent_leases"): "a value that the interface's readings hold",
    ("ops", "eureka_py.registry.preservation"): "the arithmetic as pure functions, which the pages explain",
    ("ops", "eureka_py.registry.measured_rate"): "the length of the window, which the pages explain",
}
"""Modules that a part imports beyond what is visible to it, each with its reason."""

FOREIGN = {
    "falcon": {"admission", "resources", "ops"},
    "gunicorn": {"serving"},
    "argon2": {"identity"},
    "cachetools": {"admission", "cache", "identity"},
    "marshmallow": {"codec"},
    "jinja2": {"ops"},
    "prometheus_client": {"metrics", "ops"},
    "tomlkit": {"config", "identity", "migration"},
    "yaml": {"migration", "ops"},
    "javaproperties": {"migration"},
}
"""Libraries that shape what imports them: in which folders they may."""

CONCRETE = {
    "eureka_py.registry.peer_aware",
    "eureka_py.registry.abstract",
    "eureka_py.resources.routes",
    "eureka_py.ops.routes",
}
"""Modules of the classes and builders that only the composition root puts together."""


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


def part_of(module: str) -> str:
    """Return the folder or top-level module below the package: `registry` of `eureka_py.registry.rule.base`."""
    return module.split(".")[1] if "." in module else "__init__"


@cache
def imports() -> dict[str, frozenset[str]]:
    """Return the modules that each module imports, by full name."""
    return {module_of(path): frozenset(_imported(path)) for path in sorted(ROOT.rglob("*.py"))}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                yield _submodule(node.module or "", alias.name)


def _submodule(module: str, name: str) -> str:
    """Return `module.name` if that is a module of ours: `from eureka_py.codec import json_reader` imports that."""
    place = ROOT.parent.joinpath(*module.split("."), name)
    is_ours = place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()
    return f"{module}.{name}" if is_ours else module


def edges() -> list[tuple[str, str]]:
    """Return each pair of (importing, imported) module within the package."""
    return [
        (importing, imported)
        for importing, all_imported in imports().items()
        for imported in sorted(all_imported)
        if imported.split(".")[0] == "eureka_py"
    ]


def test_the_sources_are_found() -> None:
    assert len(imports()) > 80
    assert ("eureka_py.cache.fragments", "eureka_py.codec.base") in edges()
    assert ("eureka_py.codec.json", "eureka_py.codec.json_reader") in edges(), "by `from package import module`"
    assert ("eureka_py.launch", "eureka_py.app") in edges(), "inside of a function"


def test_every_part_has_its_rule() -> None:
    assert {part_of(module) for module in imports()} == {*ALLOWED, "app"}


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_a_part_imports_only_what_it_may(part: str) -> None:
    for importing, imported in edges():
        if part_of(importing) == part != part_of(imported):
            assert part_of(imported) in ALLOWED[part], f"{importing} imports {imported}"


@pytest.mark.parametrize(("part", "other"), sorted(VISIBLE))
def test_a_part_sees_only_the_face_of_another(part: str, other: str) -> None:
    for importing, imported in edges():
        if (part_of(importing), part_of(imported)) == (part, other):
            is_excused = (part, imported) in EXCEPTIONS
            assert imported in VISIBLE[part, other] or is_excused, f"{importing} imports {imported}"


def test_no_exception_is_left_over() -> None:
    assert set(EXCEPTIONS) <= {(part_of(importing), imported) for importing, imported in edges()}


@pytest.mark.parametrize(("part", "other"), [("resources", "ops"), ("ops", "resources")])
def test_faces_do_not_know_each_other(part: str, other: str) -> None:
    assert other not in ALLOWED[part]


def test_the_rules_are_no_circle() -> None:
    """Whoever is imported, however indirectly, does not import back."""
    reachable = {part: set(others) for part, others in ALLOWED.items()}
    for _ in reachable:
        for others in reachable.values():
            others |= {further for other in others for further in reachable.get(other, ())}
    assert [part for part, others in reachable.items() if part in others] == []


def test_only_tests_import_what_is_made_for_them() -> None:
    for importing, imported in edges():
        if part_of(imported) == "testing":
            assert part_of(importing) == "testing", f"{importing} imports {imported}"


def test_only_the_composition_root_names_what_is_composed() -> None:
    for importing, imported in edges():
        if imported in CONCRETE and part_of(importing) != part_of(imported):
            assert part_of(importing) in ("app", "testing"), f"{importing} imports {imported}"


@pytest.mark.parametrize("library", sorted(FOREIGN))
def test_a_library_stays_where_it_belongs(library: str) -> None:
    parts = {
        part_of(importing)
        for importing, imported in imports().items()
        if any(name.split(".")[0] == library for name in imported)
    }
    assert parts == FOREIGN[library]


@pytest.mark.parametrize("part", ["config", "model", "lease", "registry", "codec", "cache", "resources"])
def test_time_comes_in_as_a_clock(part: str) -> None:
    for importing, imported in imports().items():
        if part_of(importing) == part:
            assert imported.isdisjoint({"time", "datetime"}), importing


@pytest.mark.parametrize("part", ["model", "lease", "registry", "cache"])
def test_the_core_knows_no_sockets_and_no_files(part: str) -> None:
    for importing, imported in imports().items():
        if part_of(importing) == part:
            assert imported.isdisjoint({"socket", "http", "urllib", "requests", "os", "pathlib", "io"}), importing


def test_every_folder_of_modules_is_a_package_so_that_it_is_installed() -> None:
    folders = {path.parent for path in ROOT.rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []
