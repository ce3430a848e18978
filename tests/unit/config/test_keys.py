from __future__ import annotations

import pytest

from eureka_py.config.keys import all_keys
from eureka_py.config.names import key_named


def test_every_setting_says_in_a_sentence_what_it_is() -> None:
    assert [key.dotted for key in all_keys() if not key.doc.endswith(".")] == []


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("delta.retention_ms", "ms"),
        ("server.drain_s", "s"),
        ("cache.max_bytes", "bytes"),
        ("limits.requests_per_second", "1/s"),
        ("access.failures_per_minute", "1/min"),
        ("rate_limiter.full_fetch_average_rate", "1/s"),
        ("preservation.renewal_percent_threshold", "share"),
        ("server.threads", None),
    ],
)
def test_the_unit_of_a_setting_is_known(name: str, unit: str | None) -> None:
    assert key_named(name, "test").unit == unit
