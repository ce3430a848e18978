"""Arguments, and complaints about them."""

from __future__ import annotations

import argparse
from typing import NoReturn


class OneLineParser(argparse.ArgumentParser):
    """A parser whose complaints are one line, like those about settings."""

    def error(self, message: str) -> NoReturn:
        """Complain, and say where help is."""
        self.exit(2, f"eureka-py: {message} (see {self.prog} --help)\n")
