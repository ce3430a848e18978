from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import left_out
from tests.browser.chromium import Browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests: skip where there is none."""
    reason = left_out.browser()
    if reason:
        pytest.skip(reason)
    browser = Browser()
    try:
        yield browser
    finally:
        browser.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out."""
    skipped = [report.longrepr for report in terminalreporter.getreports("skipped")]
    reasons = {str(longrepr[2]).removeprefix("Skipped: ") for longrepr in skipped if isinstance(longrepr, tuple)}
    for reason in sorted(reasons):
        if reason.startswith(left_out.MARK):
            terminalreporter.write_line(reason)
