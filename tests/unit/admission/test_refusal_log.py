from __future__ import annotations

import logging

import pytest

from eureka_py.admission import RefusalReason
from eureka_py.admission.refusal_log import RefusalLog
from eureka_py.logs import phrase_and_facts
from eureka_py.testing import FakeClock
from tests.unit.admission.outcomes import an_outcome

FORBIDDEN = {"status": 403, "refusal": RefusalReason.FORBIDDEN}
TOO_MANY = {"status": 429, "refusal": RefusalReason.REQUEST_RATE}


def facts(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [dict(phrase_and_facts(record)[1]) for record in caplog.records]


def test_a_refusal_is_told_with_who_what_and_why(caplog: pytest.LogCaptureFixture) -> None:
    RefusalLog(FakeClock()).on_outcome(an_outcome(**FORBIDDEN, principal="orders", method="DELETE"))
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage() == (
        "request refused reason=forbidden status=403 address='192.0.2.7' principal='orders' method='DELETE'"
        " path='/eureka/apps/ORDERS' route=/apps/{app_name} request=r-1 suppressed=0"
    )
    assert facts(caplog)[0]["path"] == "/eureka/apps/ORDERS"


def test_what_was_not_refused_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    log = RefusalLog(FakeClock())
    log.on_outcome(an_outcome())
    log.on_outcome(an_outcome(status=404))
    assert caplog.records == []


def test_a_line_cannot_be_imitated_nor_made_endless(caplog: pytest.LogCaptureFixture) -> None:
    path = "/x\n2026 WARNING request refused\u202e" + "y" * 10_000
    RefusalLog(FakeClock()).on_outcome(an_outcome(**FORBIDDEN, path=path, method="M" * 9_000, address="a\nb" * 999))
    message = caplog.records[0].getMessage()
    assert message.isprintable()
    assert message.isascii()
    assert len(message) < 2_000


def test_a_flood_of_denials_is_told_in_a_burst_of_20_and_then_5_a_second(caplog: pytest.LogCaptureFixture) -> None:
    clock = FakeClock()
    log = RefusalLog(clock)
    for _ in range(100):
        log.on_outcome(an_outcome(**FORBIDDEN))
    assert len(caplog.records) == 20
    for _ in range(100):
        clock.advance(ms=100)
        log.on_outcome(an_outcome(**FORBIDDEN))
    assert len(caplog.records) == 70


def test_the_next_line_says_how_many_were_left_out(caplog: pytest.LogCaptureFixture) -> None:
    clock = FakeClock()
    log = RefusalLog(clock)
    for _ in range(50):
        log.on_outcome(an_outcome(**FORBIDDEN))
    clock.advance(seconds=1)
    log.on_outcome(an_outcome(**FORBIDDEN))
    log.on_outcome(an_outcome(**FORBIDDEN))
    assert [one["suppressed"] for one in facts(caplog)][-3:] == [0, 30, 0]


def test_too_many_requests_do_not_drown_denials(caplog: pytest.LogCaptureFixture) -> None:
    log = RefusalLog(FakeClock())
    for _ in range(1_000):
        log.on_outcome(an_outcome(**TOO_MANY))
    log.on_outcome(an_outcome(**FORBIDDEN))
    statuses = [one["status"] for one in facts(caplog)]
    assert statuses == [429] * 10 + [403]
    assert facts(caplog)[-1]["suppressed"] == 990


def test_all_lines_together_keep_to_the_bound(caplog: pytest.LogCaptureFixture) -> None:
    clock = FakeClock()
    log = RefusalLog(clock)
    for _ in range(600):
        log.on_outcome(an_outcome(**TOO_MANY))
        log.on_outcome(an_outcome(**FORBIDDEN))
        clock.advance(ms=100)
    assert len(caplog.records) <= 20 + 5 * 60
