from __future__ import annotations

import falcon
import pytest
from falcon import testing

from eureka_py.admission import ANYBODY, Admitted
from eureka_py.admission.guard import ADMITTED
from eureka_py.lease.renewal import RenewClaim
from eureka_py.model import DEFAULT_SCOPE, InstanceKey, InstanceStatus
from eureka_py.resources.request import (
    claim_of,
    first_values,
    is_replication,
    key_of,
    last_dirty_timestamp_of,
    status_of,
)


def a_request(query: str = "", **headers: str) -> falcon.Request:
    options = falcon.RequestOptions()
    options.keep_blank_qs_values, options.auto_parse_qs_csv = True, False
    return testing.create_req(query_string=query, headers=headers, options=options)


def test_applications_are_named_in_any_letter_case_and_ids_are_not() -> None:
    assert key_of("oRders", "Host:oRders") == InstanceKey(DEFAULT_SCOPE, "ORDERS", "Host:oRders")


@pytest.mark.parametrize("says_so", [True, False])
def test_admission_knows_who_replicates(says_so: bool) -> None:
    req = a_request(**{"x-netflix-discovery-replication": "true"})
    req.env[ADMITTED] = Admitted(ANYBODY, "", is_from_peer=True, is_replication=says_so, request_id="r")
    assert is_replication(req) is says_so


@pytest.mark.parametrize(
    ("text", "timestamp"),
    [
        ("0", 0),
        ("1700000000000", 1_700_000_000_000),
        ("0001700000000000", 1_700_000_000_000),
        ("9223372036854775807", 2**63 - 1),
    ],
)
def test_a_timestamp_is_a_java_long_from_zero_on(text: str, timestamp: int) -> None:
    assert last_dirty_timestamp_of(a_request(f"lastDirtyTimestamp={text}")) == timestamp


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "-1",
        "-0",
        "%2B1",
        "+1",
        "1.5",
        "1e3",
        "1_000",
        "%201",
        "1%20",
        "0x10",
        "null",
        "NaN",
        "9223372036854775808",  # one more than a Java long, which no Java client could read back
        "99999999999999999999",
        "1" * 5000,
        "%D9%A1%D9%A2",  # digits, but Arabic ones
        "%EF%BC%91",  # full-width
        "%C2%B2",  # superscript
        "1%00",
        "1%0A",
    ],
)
def test_any_other_timestamp_is_the_clients_fault(text: str) -> None:
    with pytest.raises(falcon.HTTPBadRequest):
        last_dirty_timestamp_of(a_request(f"lastDirtyTimestamp={text}"))


def test_no_timestamp_is_none() -> None:
    assert last_dirty_timestamp_of(a_request("status=UP&lastdirtytimestamp=1")) is None


@pytest.mark.parametrize("text", ["OUT_OF_SERVICE", "out_of_service", "Out_Of_Service"])
def test_a_status_is_named_in_any_letter_case(text: str) -> None:
    assert status_of(a_request(f"value={text}")) is InstanceStatus.OUT_OF_SERVICE


@pytest.mark.parametrize("text", ["", "GONE", "UP,DOWN", "%20UP", "UP%00"])
def test_a_word_that_is_no_status_is_the_clients_fault(text: str) -> None:
    with pytest.raises(falcon.HTTPBadRequest):
        status_of(a_request(f"value={text}"))


def test_no_status_is_none() -> None:
    assert status_of(a_request("status=UP")) is None


def test_of_a_repeated_parameter_the_first_counts() -> None:
    request = a_request("value=DOWN&value=UP&lastDirtyTimestamp=1&lastDirtyTimestamp=x")
    assert status_of(request) is InstanceStatus.DOWN
    assert last_dirty_timestamp_of(request) == 1
    assert first_values(a_request("k=1&k=2&l=a,b&m")) == {"k": "1", "l": "a,b", "m": ""}


@pytest.mark.parametrize(
    ("query", "claim"),
    [
        ("", RenewClaim()),
        ("status=UP&lastDirtyTimestamp=7", RenewClaim(7)),
        ("status=nonsense", RenewClaim()),
        ("lastDirtyTimestamp=7&overriddenstatus=out_of_service", RenewClaim(7, InstanceStatus.OUT_OF_SERVICE)),
        ("overriddenstatus=nonsense", RenewClaim(None, InstanceStatus.UNKNOWN)),
    ],
)
def test_a_heartbeat_claims_what_its_query_says(query: str, claim: RenewClaim) -> None:
    assert claim_of(a_request(query)) == claim


@pytest.mark.parametrize("query", ["k=a+b", "k=a%20b"])
def test_metadata_may_hold_spaces(query: str) -> None:
    assert first_values(a_request(query)) == {"k": "a b"}
