from __future__ import annotations

from eureka_py.model import LeaseInfo


def test_the_default_terms_are_30_and_90_seconds() -> None:
    assert LeaseInfo().renewal_interval_in_secs == 30
    assert LeaseInfo().duration_in_secs == 90


def test_what_has_not_happened_yet_is_0() -> None:
    lease_info = LeaseInfo()
    assert lease_info.registration_timestamp == lease_info.last_renewal_timestamp == 0
    assert lease_info.eviction_timestamp == lease_info.service_up_timestamp == 0
