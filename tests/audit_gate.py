"""Ask for known vulnerabilities of what `constraints.txt` pins, and never take no answer for a good one.

pip-audit leaves with status 0, too, if its service knows none of the packages.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

COMMAND = ("-m", "pip_audit", "--requirement", "constraints.txt", "--no-deps", "--disable-pip", "--timeout", "10")
PATIENCE_S = 300
LEFT_OUT = "audit LEFT OUT, nothing is known of vulnerabilities: "


def verdict(dependencies: Sequence[Mapping[str, Any]]) -> tuple[bool, list[str]]:
    """Say whether the build may go on, and the findings, in lines, of what pip-audit reports."""
    asked = [one for one in dependencies if "skip_reason" not in one]
    if not asked:
        return True, [f"{LEFT_OUT}the service answered for none of {len(dependencies)} packages"]
    found = [f"{one['name']} {one['version']}: {bug['id']}" for one in asked for bug in one["vulns"]]
    skipped = [f"not audited, the service does not know it: {one['name']}" for one in dependencies if one not in asked]
    summary = f"audited {len(asked)} of {len(dependencies)} packages, known vulnerabilities: {len(found)}"
    return not found, [*found, *skipped, summary]


def audit() -> tuple[bool, list[str]]:
    """Run pip-audit, and judge what it reports."""
    command = [sys.executable, *COMMAND, "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        return verdict(json.loads(done.stdout)["dependencies"])
    except subprocess.TimeoutExpired:
        return True, [f"{LEFT_OUT}no answer within {PATIENCE_S} s"]
    except ValueError:  # no report on standard output: it could not ask
        last = done.stderr.strip().splitlines()[-1:] or [f"pip-audit ended with status {done.returncode}"]
        return True, [LEFT_OUT + last[0][:300]]


if __name__ == "__main__":
    is_fine, lines = audit()
    print("\n".join(lines))
    sys.exit(0 if is_fine else 1)
