from __future__ import annotations

import pytest

from eureka_py.cache.fragments import IDLE_S, Fragments, Variant
from eureka_py.codec.base import Codec
from eureka_py.model import Application
from eureka_py.testing import FakeClock, an_instance
from tests.unit.cache.recording_codec import RecordingCodec

FULL = Variant("text/names", is_compact=False)
COMPACT = Variant("text/names", is_compact=True)


def an_application(name: str, *ids: str) -> Application:
    return Application(name, tuple(an_instance(name, instance_id) for instance_id in ids))


ORDERS = an_application("ORDERS", "i-1")
BILLING = an_application("BILLING", "i-2")


@pytest.fixture
def codec() -> RecordingCodec:
    return RecordingCodec()


@pytest.fixture
def fragments(codec: Codec, clock: FakeClock) -> Fragments:
    return Fragments({codec.content_type: codec}, max_bytes=10_000, clock=clock)


def read(fragments: Fragments, *applications: Application, variant: Variant = FULL) -> list[bytes]:
    return fragments.of(variant, {application.name: application for application in applications})


def test_fragments_come_in_the_order_of_the_applications(fragments: Fragments) -> None:
    assert read(fragments, ORDERS, BILLING) == [b"ORDERS:i-1", b"BILLING:i-2"]
    assert read(fragments, BILLING, ORDERS) == [b"BILLING:i-2", b"ORDERS:i-1"]


def test_an_unchanged_application_is_encoded_once(fragments: Fragments, codec: RecordingCodec) -> None:
    for _ in range(3):
        read(fragments, ORDERS, BILLING)
    assert codec.names == ["ORDERS", "BILLING"]


def test_only_the_changed_application_is_encoded_again(fragments: Fragments, codec: RecordingCodec) -> None:
    read(fragments, ORDERS, BILLING)
    codec.fragments.clear()
    changed = an_application("ORDERS", "i-1", "i-3")
    assert read(fragments, changed, BILLING) == [b"ORDERS:i-1+i-3", b"BILLING:i-2"]
    assert codec.names == ["ORDERS"]


def test_an_equal_application_that_was_made_anew_is_encoded_again(fragments: Fragments, codec: RecordingCodec) -> None:
    """What changed is told by identity: to compare every instance would cost more than to encode a few."""
    read(fragments, ORDERS)
    read(fragments, an_application("ORDERS", "i-1"))
    assert codec.names == ["ORDERS", "ORDERS"]


def test_an_application_that_went_away_takes_its_fragment_along(fragments: Fragments, codec: RecordingCodec) -> None:
    read(fragments, ORDERS, BILLING)
    assert read(fragments, BILLING) == [b"BILLING:i-2"]
    codec.fragments.clear()
    read(fragments, ORDERS, BILLING)
    assert codec.names == ["ORDERS"]


def test_each_variant_is_encoded_for_itself(fragments: Fragments, codec: RecordingCodec) -> None:
    read(fragments, ORDERS, variant=FULL)
    read(fragments, ORDERS, variant=COMPACT)
    read(fragments, ORDERS, variant=FULL)
    assert codec.fragments == [("ORDERS", False), ("ORDERS", True)]


def test_each_variant_is_encoded_by_its_own_codec(clock: FakeClock) -> None:
    names, others = RecordingCodec("text/names"), RecordingCodec("text/others")
    fragments = Fragments({codec.content_type: codec for codec in (names, others)}, max_bytes=10_000, clock=clock)
    read(fragments, ORDERS, variant=Variant("text/others", is_compact=False))
    assert (names.names, others.names) == ([], ["ORDERS"])


def test_a_variant_that_no_one_reads_is_forgotten_after_ten_minutes(
    fragments: Fragments, codec: RecordingCodec, clock: FakeClock
) -> None:
    assert IDLE_S == 600
    read(fragments, ORDERS)
    clock.advance(seconds=IDLE_S)
    fragments.forget_idle()
    read(fragments, ORDERS)
    assert codec.names == ["ORDERS"], "not idle for longer than ten minutes"
    clock.advance(seconds=IDLE_S, ms=1)
    fragments.forget_idle()
    read(fragments, ORDERS)
    assert codec.names == ["ORDERS", "ORDERS"]


def test_a_variant_that_is_read_outlives_the_others(
    fragments: Fragments, codec: RecordingCodec, clock: FakeClock
) -> None:
    read(fragments, ORDERS, variant=COMPACT)
    for _ in range(3):
        read(fragments, ORDERS, variant=FULL)
        clock.advance(seconds=IDLE_S / 2)
        fragments.forget_idle()
    codec.fragments.clear()
    read(fragments, ORDERS, variant=FULL)
    read(fragments, ORDERS, variant=COMPACT)
    assert codec.fragments == [("ORDERS", True)]


def test_beyond_the_bound_the_variant_that_was_not_read_for_longest_goes(
    codec: RecordingCodec, clock: FakeClock
) -> None:
    fragments = Fragments({codec.content_type: codec}, max_bytes=len(b"ORDERS:i-1"), clock=clock)
    read(fragments, ORDERS, variant=FULL)
    read(fragments, ORDERS, variant=COMPACT)
    codec.fragments.clear()
    read(fragments, ORDERS, variant=COMPACT)
    assert codec.fragments == []
    read(fragments, ORDERS, variant=FULL)
    assert codec.fragments == [("ORDERS", False)]


def test_a_variant_larger_than_the_bound_is_encoded_anew_each_time(codec: RecordingCodec, clock: FakeClock) -> None:
    fragments = Fragments({codec.content_type: codec}, max_bytes=3, clock=clock)
    assert read(fragments, ORDERS) == read(fragments, ORDERS) == [b"ORDERS:i-1"]
    assert codec.names == ["ORDERS", "ORDERS"]
