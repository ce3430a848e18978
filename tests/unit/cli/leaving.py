"""Commands run to their end within the test."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from eureka_py.cli import main


class Left(NamedTuple):
    """How a command ended."""

    status: object
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Left:
    """Run `eureka-py` with arguments."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return Left(caught.value.code, *capsys.readouterr())
