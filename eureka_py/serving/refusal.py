"""How a start ends that cannot be: one line, and the status that says the user can mend it."""

from __future__ import annotations

import sys
from typing import NoReturn

from eureka_py.errors import EurekaError

EXIT_STATUS = 2


def refuse_to_start(error: EurekaError) -> NoReturn:
    """Say why on standard error, in one line, and leave."""
    sys.stderr.write(f"eureka-py: {' '.join(str(error).split())}\n")
    raise SystemExit(EXIT_STATUS)
