"""Builds the Java clients with Maven into a cache folder, once per state of their sources."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CACHE_VARIABLE = "EUREKA_INTEROP_CACHE"
_SOURCES = Path(__file__).parent / "java"
_REPOSITORY = Path(__file__).parents[2]
_JVM_OPTIONS = ("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")  # small, and quick to start
_BUILD_S = 900.0
_OUTPUT_LINES = 40


def cache_folder() -> Path:
    """Return where build output and dependency jars go; version control ignores it."""
    return Path(os.environ.get(CACHE_VARIABLE) or _REPOSITORY / ".cache" / "interop")


def missing_tools() -> list[str]:
    """Name what this machine lacks for running the Java clients, and for building them unless that is done."""
    needed = ["java"] if _is_built() else ["java", "mvn"]
    return [tool for tool in needed if shutil.which(tool) is None]


def java_command(program: str) -> list[str]:
    """Return the command that starts a program (a module below `java/`), built first if need be."""
    _build_if_stale()
    return ["java", *_JVM_OPTIONS, "-jar", str(_output() / program / f"{program}.jar")]


def _build_if_stale() -> None:
    with _locked():
        if _is_built():
            return
        shutil.rmtree(_output(), ignore_errors=True)
        _run_maven()
        _stamp().write_text(_digest_of_sources())


def _is_built() -> bool:
    return _stamp().is_file() and _stamp().read_text() == _digest_of_sources()


def _digest_of_sources() -> str:
    # Content, not modification times: those of a fresh clone say nothing.
    digest = hashlib.sha256()
    for path in sorted(p for p in _SOURCES.rglob("*") if p.is_file()):
        digest.update(f"{path.relative_to(_SOURCES)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _run_maven() -> None:
    command = ["mvn", "-q", "-B", "-Dstyle.color=never", "-f", str(_SOURCES / "pom.xml")]
    command += [f"-Dinterop.out={_output()}", "package"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_BUILD_S, check=False)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).decode("utf-8", "replace").splitlines()[-_OUTPUT_LINES:])
        raise RuntimeError(f"building the Java clients failed: {' '.join(command)}\n{tail}")


@contextmanager
def _locked() -> Iterator[None]:
    cache_folder().mkdir(parents=True, exist_ok=True)
    with (cache_folder() / "java.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # freed by closing the file
        yield


def _output() -> Path:
    return cache_folder().resolve() / "java"


def _stamp() -> Path:
    return _output() / "built-from"
