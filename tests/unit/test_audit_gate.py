from __future__ import annotations

from typing import Any

from tests.audit_gate import verdict

UNKNOWN: dict[str, Any] = {"name": "new", "skip_reason": "Dependency not found"}
CLEAN: dict[str, Any] = {"name": "falcon", "version": "4.4.0", "vulns": []}
BAD: dict[str, Any] = {"name": "jinja2", "version": "3.1.0", "vulns": [{"id": "CVE-2024-1"}, {"id": "CVE-2024-2"}]}


def test_a_service_that_knows_no_package_is_not_taken_for_a_good_answer() -> None:
    is_fine, (line,) = verdict([UNKNOWN, UNKNOWN])
    assert is_fine
    assert line.startswith("audit LEFT OUT")
    assert "none of 2 packages" in line


def test_packages_without_known_vulnerabilities_are_fine() -> None:
    assert verdict([CLEAN]) == (True, ["audited 1 of 1 packages, known vulnerabilities: 0"])


def test_a_known_vulnerability_is_named_and_ends_the_build() -> None:
    is_fine, lines = verdict([CLEAN, BAD])
    assert not is_fine
    assert lines[:2] == ["jinja2 3.1.0: CVE-2024-1", "jinja2 3.1.0: CVE-2024-2"]


def test_a_package_that_was_not_audited_is_named() -> None:
    _, lines = verdict([CLEAN, UNKNOWN])
    assert "not audited, the service does not know it: new" in lines
    assert lines[-1].startswith("audited 1 of 2 packages")
