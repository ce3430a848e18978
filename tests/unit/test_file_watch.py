from __future__ import annotations

from pathlib import Path

from eureka_py.file_watch import FileWatch
from eureka_py.testing import FakeClock


def test_a_file_that_comes_changes_and_goes_is_noticed_once_each(tmp_path: Path) -> None:
    clock, file, changes = FakeClock(), tmp_path / "f", []
    watch = FileWatch([str(file)], clock=clock)

    def look() -> int:
        clock.advance(seconds=1)
        watch.look(lambda: changes.append(1))
        return len(changes)

    assert look() == 0
    file.write_text("a")
    assert (look(), look()) == (1, 1)
    file.write_text("ab")
    assert (look(), look()) == (2, 2)
    file.unlink()
    assert (look(), look()) == (3, 3)


def test_who_comes_while_another_looks_goes_on_at_once(tmp_path: Path) -> None:
    clock, file, changes = FakeClock(), tmp_path / "f", []
    watch = FileWatch([str(file)], clock=clock)
    file.write_text("a")
    clock.advance(seconds=1)

    def on_change() -> None:
        clock.advance(seconds=1)
        watch.look(lambda: changes.append("inner"))
        changes.append("outer")

    watch.look(on_change)
    assert changes == ["outer"]
