"""Measure how fast the server starts, and how much memory it takes: `python -m bench`."""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from bench import population
from bench.memory import pss_bytes
from bench.process import ServerProcess
from bench.table import Figure, document_of, machine, table_of

_MB = 1e6


def main() -> None:
    """Measure, print a table, and write it to a file if asked."""
    options = _parser().parse_args()
    print(machine(), file=sys.stderr)
    figures = [start(options.starts), *memory(options.instances)]
    print(table_of(figures), end="")
    if options.write:
        options.write.parent.mkdir(parents=True, exist_ok=True)
        command = " ".join(["python -m bench", *sys.argv[1:]])
        options.write.write_text(document_of(figures, command), "utf-8")


def start(count: int) -> Figure:
    """Measure the time to the first answer, each time with a new process."""
    seconds = []
    for _ in range(count):
        with ServerProcess() as server:
            seconds.append(server.start_s)
    note = f"median of {count}, from {min(seconds):.2f} to {max(seconds):.2f}"
    return Figure("Start to the first 200 from /eureka/apps", statistics.median(seconds), "s", 1.5, note)


def memory(instances: int) -> list[Figure]:
    """Measure the PSS of master and worker together: idle, full, and after the registry was read in every way."""
    with ServerProcess() as server:
        figures = [Figure("PSS idle", pss_bytes(server.pid) / _MB, "MB", 90)]
        body_bytes = population.register(server.port, instances)
        note = f"{body_bytes} bytes a registration, as JSON"
        figures.append(Figure(f"PSS with {instances:,} instances", pss_bytes(server.pid) / _MB, "MB", 250, note))
        for how in population.FETCHES:
            size = population.fetch(server.port, how, expected=instances)
            figures.append(
                Figure(
                    f"PSS after a full fetch, {how.name}",
                    pss_bytes(server.pid) / _MB,
                    "MB",
                    250,
                    f"{size / _MB:.1f} MB in the answer",
                )
            )
    return figures


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure start and memory of the server.")
    parser.add_argument("--starts", type=int, default=5, metavar="N", help="how often to start it (5)")
    parser.add_argument("--instances", type=int, default=10_000, metavar="N", help="how many to register (10000)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the table there, as docs/benchmarks.md")
    return parser


if __name__ == "__main__":
    main()
