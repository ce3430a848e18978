from __future__ import annotations

from pathlib import Path

import pytest

from eureka_py.ops import node_memory

_MB = 1 << 20


def test_a_process_has_some_memory() -> None:
    assert 5 * _MB < node_memory.used_bytes() < 5_000 * _MB


@pytest.mark.parametrize("content", [None, "", "1", "garbage here"])
def test_without_proc_the_peak_is_told(tmp_path: Path, content: str | None) -> None:
    statm = tmp_path / "statm"
    if content is not None:
        statm.write_text(content)
    assert 5 * _MB < node_memory.used_bytes(statm) < 5_000 * _MB


def test_a_containers_limit_counts_where_it_is_less_than_the_machine(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(f"{64 * _MB}\n")
    assert node_memory.available_bytes((tmp_path / "absent", limit)) == 64 * _MB


@pytest.mark.parametrize("unlimited", ["max\n", "9223372036854771712\n"])
def test_without_a_limit_the_machine_counts(tmp_path: Path, unlimited: str) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(unlimited)
    machine = node_memory.available_bytes(())
    assert machine is not None
    assert node_memory.available_bytes((limit,)) == machine > 64 * _MB
