from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eureka_py.codec import JSON, XML, Codec, accepts_gzip, codec_for, wants_compact
from tests.unit.codec.strategies import QUICK


@pytest.mark.parametrize(
    ("accept", "codec"),
    [
        (None, XML),
        ("", XML),
        ("*/*", XML),
        ("application/*", XML),
        ("application/xml", XML),
        ("text/xml", XML),
        ("text/html", XML),
        ("text/plain", XML),
        ("image/png", XML),
        ("application/json", JSON),
        ("application/JSON", JSON),
        ("application/json;q=0.8", JSON),
        ("application/json;charset=UTF-8", JSON),
        ("application/json, application/*+json", JSON),
        ("application/json, application/xml", JSON),
        ("application/xml, application/json", JSON),
        ("application/xml;q=0.1, application/json", JSON),
        ("text/html, application/json", JSON),
        ("json", JSON),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", XML),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", XML),
        ("application/json;q=0.1, application/xml", XML),
        ("application/json;q=0", XML),
        ("application/json ; Q=0.0, */*", XML),
        ("application/json;q=many", JSON),
        ("application/json;q=nan", JSON),
        (";;q=,,;json", JSON),
    ],
)
def test_accept_chooses_the_format(accept: str | None, codec: Codec) -> None:
    assert codec_for(accept) is codec


@pytest.mark.parametrize(
    ("accept_encoding", "expected"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("gzip, deflate", True),
        ("gzip, x-gzip, deflate", True),
        ("deflate;q=0.5, gzip;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0, x-gzip", True),
        ("deflate", False),
        ("identity", False),
        ("*", False),
        ("notgzip", False),
    ],
)
def test_gzip_must_be_asked_for(accept_encoding: str | None, expected: bool) -> None:
    assert accepts_gzip(accept_encoding) is expected


@pytest.mark.parametrize(
    ("eureka_accept", "expected"),
    [
        (None, False),
        ("", False),
        ("full", False),
        ("compact", True),
        ("COMPACT", True),
        ("[compact]", False),
        ("tiny", False),
    ],
)
def test_compact_must_be_asked_for_exactly(eureka_accept: str | None, expected: bool) -> None:
    assert wants_compact(eureka_accept) is expected


@QUICK
@given(st.text(st.sampled_from("jsonxmlgzip,;=q0.1 */"), max_size=30))
def test_no_header_is_too_odd(header: str) -> None:
    assert codec_for(header) in (JSON, XML)
    assert accepts_gzip(header) in (True, False)
