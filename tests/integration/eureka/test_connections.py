"""A real server under several clients at once, each on connections that it keeps."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

from tests.integration.eureka.kept_alive import Connection, Writer
from tests.integration.serving.process import Server

WRITERS = 4
READERS = 2
READS_AFTER_WRITES = 10_000
LISTS = ["/apps", "/vips/shared", "/apps/delta"]


def test_every_read_sees_what_was_written_before_and_tells_of_one_moment(server: Server) -> None:
    """A read on one connection after a write on another: none of ten thousand is stale, whatever is read."""
    are_writing = threading.Event()
    are_writing.set()
    with ThreadPoolExecutor(max_workers=WRITERS + READERS) as threads:
        readers = [threads.submit(read_on_and_on, server.address, are_writing) for _ in range(READERS)]
        writers = [threads.submit(write_and_read, server.address, number) for number in range(WRITERS)]
        try:
            stale = [what for writer in writers for what in writer.result()]
        finally:
            are_writing.clear()
        assert stale == []
        assert all(reader.result() > 100 for reader in readers), "they had their turns"


def write_and_read(address: str, number: int) -> list[str]:
    """Write on one connection and read on another, by turns; return what was read stale."""
    writer, reading = Writer(address, number), Connection(address)
    writer.register()
    own = [
        f"/apps/{writer.app_name}",
        f"/apps/{writer.app_name}/{writer.instance_id}",
        f"/instances/{writer.instance_id}",
    ]
    stale = []
    for path in itertools.islice(itertools.cycle([*LISTS, *own]), READS_AFTER_WRITES // WRITERS):
        writer.write()
        seen = reading.read(path).instances.get(writer.instance_id)
        if seen != writer.written:
            stale.append(f"{path}: {seen} after {writer.written}")
    writer.close()
    reading.close()
    return stale


def read_on_and_on(address: str, are_writing: threading.Event) -> int:
    """Read lists in every form while others write; return how many were read."""
    reading = Connection(address)
    forms = itertools.product(["/apps", "/vips/shared"], ["application/json", "application/xml"], [False, True])
    seen_before: dict[str, int] = {}
    reads = 0
    for path, accept, is_gzip in itertools.cycle(forms):
        seen = reading.read(path, accept=accept, is_gzip=is_gzip)
        assert seen.apps_hashcode == seen.recounted()
        timestamps = {instance_id: timestamp for instance_id, (_, timestamp) in seen.instances.items()}
        assert all(timestamps[one] >= timestamp for one, timestamp in seen_before.items()), "time does not go back"
        seen_before = timestamps
        reads += 1
        if not are_writing.is_set():
            break
    reading.close()
    return reads
