from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eureka_py.admission.address_limit import MOST_ADDRESSES, AddressLimit
from eureka_py.admission.token_bucket import TokenBucket


def test_a_bucket_without_size_or_rate_has_always_one() -> None:
    assert all(TokenBucket(0, 5).acquire(1) for _ in range(10))
    assert all(TokenBucket(5, 0).acquire(1) for _ in range(10))


@given(
    st.integers(1, 20),
    st.integers(1, 50),
    st.lists(st.integers(0, 3_000), max_size=120),
)
def test_never_more_than_the_burst_and_the_rate_allow(burst: int, rate: int, pauses: list[int]) -> None:
    bucket = TokenBucket(burst, rate)
    began = now = 1_000_000
    granted = 0
    for pause in pauses:
        now += pause
        granted += bucket.acquire(now)
    assert granted <= burst + (now - began) * rate // 1000 + 1


def test_each_address_has_a_bucket_of_its_own() -> None:
    limit = AddressLimit(rate=1, burst_size=2)
    assert [limit.acquire("a", 1000) for _ in range(3)] == [True, True, False]
    assert limit.acquire("b", 1000)
    assert limit.acquire("a", 2000)


def test_no_rate_is_no_limit() -> None:
    limit = AddressLimit(rate=0, burst_size=1)
    assert all(limit.acquire("a", 1000) for _ in range(5))


def test_only_so_many_addresses_are_remembered() -> None:
    limit = AddressLimit(rate=1, burst_size=1)
    for number in range(MOST_ADDRESSES + 1):
        assert limit.acquire(str(number), 1000)
    assert limit.acquire("0", 1000), "the first was forgotten"
    assert not limit.acquire(str(MOST_ADDRESSES), 1000)
