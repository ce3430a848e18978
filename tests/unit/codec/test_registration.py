"""What a JSON registration may look like, beyond what Netflix accepts where clients in the field need it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eureka_py.codec import JSON
from eureka_py.errors import DecodeError
from eureka_py.model import ActionType, InstanceInfo, InstanceStatus, LeaseInfo
from tests.unit.codec.golden_bodies import golden_object

NOW_MS = 1_750_000_000_000
MINIMAL: dict[str, Any] = {"app": "orders", "hostName": "h", "ipAddr": "10.0.0.1", "dataCenterInfo": {"name": "MyOwn"}}


def decode(body: str | bytes) -> InstanceInfo:
    return JSON.decode_instance(body.encode() if isinstance(body, str) else body, now_ms=NOW_MS)


def registered(**fields: Any) -> InstanceInfo:
    return decode(json.dumps({"instance": MINIMAL | fields}))


def refused(**fields: Any) -> bool:
    try:
        registered(**fields)
    except DecodeError:
        return True
    return False


def test_the_least_there_is_gets_netflix_defaults() -> None:
    instance = registered()
    assert instance == InstanceInfo(
        app_name="ORDERS",
        host_name="h",
        ip_addr="10.0.0.1",
        data_center_info=instance.data_center_info,
        last_dirty_timestamp=NOW_MS,
    )
    assert (instance.port, instance.is_port_enabled) == (7001, True)
    assert (instance.secure_port, instance.is_secure_port_enabled) == (7002, False)
    assert (instance.sid, instance.country_id, instance.status) == ("na", 1, InstanceStatus.UP)


def test_null_is_the_same_as_absent_in_every_field() -> None:
    nulls = dict.fromkeys((*golden_object("register-full.json")["instance"], "sid", "overriddenstatus"))
    only_app = decode('{"instance":{"app":"ORDERS"}}')
    assert decode(json.dumps({"instance": {**nulls, "app": "ORDERS"}})) == only_app
    assert (only_app.host_name, only_app.ip_addr, only_app.data_center_info) == ("", "", None)


def test_an_app_must_be_named_but_may_be_empty() -> None:
    assert registered(app="").app_name == ""
    assert registered(app="straße").app_name == "STRASSE"
    assert refused(app=None)
    with pytest.raises(DecodeError):
        decode('{"instance":{"hostName":"h"}}')


def test_an_empty_instance_id_is_not_a_missing_one() -> None:
    assert registered(instanceId="").instance_id == ""
    assert registered().instance_id is None
    assert registered(instanceId=17).instance_id == "17"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("up", "UP"),
        ("Out_Of_Service", "OUT_OF_SERVICE"),
        ("", "UP"),
        (None, "UP"),
        ("BOGUS", "UNKNOWN"),
        (5, "UNKNOWN"),
    ],
)
def test_a_status_is_read_in_any_letter_case(sent: Any, status: str) -> None:
    assert registered(status=sent).status is InstanceStatus(status)


def test_an_overridden_status_has_two_spellings() -> None:
    down = InstanceStatus.DOWN
    assert registered(overriddenStatus="DOWN").overridden_status is down
    assert registered(overriddenstatus="down").overridden_status is down
    assert registered(overriddenStatus="", overriddenstatus="DOWN").overridden_status is down
    assert registered(overriddenStatus="DOWN", overriddenstatus="UP").overridden_status is down
    assert registered(overriddenStatus="").overridden_status is InstanceStatus.UNKNOWN


@pytest.mark.parametrize(
    ("sent", "port", "is_enabled"),
    [
        ({"$": 8080, "@enabled": "true"}, 8080, True),
        ({"$": "8080", "@enabled": "false"}, 8080, False),
        ({"$": " 8080 ", "@enabled": "False"}, 8080, False),
        ({"@enabled": True, "$": 8080.0}, 8080, True),
        ({"$": 8080, "@enabled": False, "more": {}}, 8080, False),
        ({"$": 8080}, 8080, True),
        ({"$": 8080, "@enabled": "perhaps"}, 8080, True),
        ({"@enabled": "false"}, 7001, False),
        ({"$": None, "@enabled": None}, 7001, True),
        ({}, 7001, True),
        (8080, 8080, True),
        ("8080", 8080, True),
        (-1, -1, True),
    ],
)
def test_a_port_has_many_forms(sent: Any, port: int, is_enabled: bool) -> None:
    instance = registered(port=sent)
    assert (instance.port, instance.is_port_enabled) == (port, is_enabled)


def test_a_secure_port_is_disabled_unless_it_says_otherwise() -> None:
    assert not registered(securePort=8443).is_secure_port_enabled
    assert registered(securePort={"$": 8443, "@enabled": "TRUE"}).is_secure_port_enabled


@pytest.mark.parametrize(
    "sent", ["eighty", "", [], [80], {"$": "x"}, {"$": {}}, {"$": True}, True, 2**31, -(2**31) - 1, "8_0"]
)
def test_a_port_that_is_no_java_int_is_refused(sent: Any) -> None:
    assert refused(port=sent)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"name": "MyOwn"}, "MyOwn"),
        ({"name": "netflix", "@class": "whatever"}, "Netflix"),
        ({"name": "AMAZON"}, "Amazon"),
        ({"name": "MyOwn", "@class": "com.netflix.appinfo.AmazonInfo"}, "MyOwn"),
        ({"@class": "com.netflix.appinfo.AmazonInfo"}, "Amazon"),
        ({"@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo"}, ""),
        ({"name": ""}, ""),
        ({"name": None}, ""),
        ({}, ""),
    ],
)
def test_the_name_decides_on_the_data_center(sent: Any, name: str) -> None:
    data_center = registered(dataCenterInfo=sent).data_center_info
    assert data_center is not None
    assert (data_center.name, data_center.metadata) == (name, {})


def test_only_amazon_has_metadata() -> None:
    sent = {"metadata": {"instance-id": "i-1", "n": 1, "nul": None, "@class": "x"}}
    amazon = registered(dataCenterInfo={"name": "Amazon", **sent}).data_center_info
    my_own = registered(dataCenterInfo={"name": "MyOwn", **sent}).data_center_info
    assert amazon is not None
    assert my_own is not None
    assert (amazon.metadata, my_own.metadata) == ({"instance-id": "i-1", "n": "1"}, {})
    assert not refused(dataCenterInfo={"name": "MyOwn", "metadata": []})
    assert refused(dataCenterInfo={"name": "Amazon", "metadata": []})


@pytest.mark.parametrize("sent", [{"name": "Elsewhere"}, {"name": []}, "MyOwn", 5, []])
def test_an_unknown_data_center_is_refused(sent: Any) -> None:
    assert refused(dataCenterInfo=sent)


def test_metadata_is_flat_text_as_it_was_written() -> None:
    metadata = '"a":1.50,"b":true,"c":null,"d":-0,"e":1E5,"f":"","@class":[],"g":12345678901234567890123'
    assert decode(f'{{"instance":{{"app":"A","metadata":{{{metadata}}}}}}}').metadata == {
        "a": "1.50",
        "b": "true",
        "d": "-0",
        "e": "1E5",
        "f": "",
        "g": "12345678901234567890123",
    }


@pytest.mark.parametrize("sent", [[], {"a": {}}, {"a": []}, {"a": [1]}, "text", 5, True])
def test_nested_metadata_is_refused(sent: Any) -> None:
    assert refused(metadata=sent)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"renewalIntervalInSecs": 0, "durationInSecs": -1}, LeaseInfo()),
        ({"renewalIntervalInSecs": -(10**30), "durationInSecs": "soon"}, LeaseInfo()),
        (
            {"renewalIntervalInSecs": "5", "durationInSecs": 15.9},
            LeaseInfo(renewal_interval_in_secs=5, duration_in_secs=15),
        ),
        ({"durationInSecs": 2**31 - 1}, LeaseInfo(duration_in_secs=2**31 - 1)),
        ({"evictionTimestamp": "x", "serviceUpTimestamp": 7}, LeaseInfo(service_up_timestamp=7)),
        ({"durationInSecs": {}, "registrationTimestamp": []}, LeaseInfo()),
        ({}, LeaseInfo()),
    ],
)
def test_bad_lease_numbers_leave_the_defaults(sent: Any, expected: LeaseInfo) -> None:
    assert registered(leaseInfo=sent).lease_info == expected


@pytest.mark.parametrize(
    "sent", [[], "text", {"durationInSecs": 2**31}, {"renewalIntervalInSecs": "9" * 30}, {"evictionTimestamp": 2**63}]
)
def test_a_lease_that_java_could_not_read_is_refused(sent: Any) -> None:
    assert refused(leaseInfo=sent)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("1700000000000", 1700000000000),
        (1700000000000, 1700000000000),
        (0, 0),
        ("0", 0),
        (-5, -5),
        (1700000000000.0, 1700000000000),
        (None, NOW_MS),
        ("", NOW_MS),
        (" ", NOW_MS),
        ("abc", 0),
        ([], 0),
        (True, 0),
        ("١٢", 0),
    ],
)
def test_a_dirty_timestamp_is_now_if_missing_and_zero_if_unreadable(sent: Any, expected: int) -> None:
    assert registered(lastDirtyTimestamp=sent).last_dirty_timestamp == expected


@pytest.mark.parametrize("field", ["lastDirtyTimestamp", "lastUpdatedTimestamp"])
@pytest.mark.parametrize("sent", [2**63, -(2**63) - 1, "9223372036854775808", "-1e999", 10**40, 1e300])
def test_a_number_beyond_64_bits_is_refused(field: str, sent: Any) -> None:
    assert refused(**{field: sent})


def test_the_largest_numbers_of_64_bits_are_kept() -> None:
    assert registered(lastDirtyTimestamp=2**63 - 1).last_dirty_timestamp == 2**63 - 1
    assert registered(lastDirtyTimestamp=-(2**63)).last_dirty_timestamp == -(2**63)


def test_what_the_registry_overwrites_cannot_make_a_registration_fail() -> None:
    instance = registered(
        lastUpdatedTimestamp={}, actionType="EXPLODED", isCoordinatingDiscoveryServer=[], countryId="x"
    )
    assert (instance.last_updated_timestamp, instance.action_type, instance.country_id) == (0, None, 1)
    assert not instance.is_coordinating_discovery_server
    assert registered(actionType="DELETED").action_type is ActionType.DELETED
    assert registered(isCoordinatingDiscoveryServer=True).is_coordinating_discovery_server


def test_unknown_fields_are_ignored_nested_or_not() -> None:
    assert registered(surprise={"a": [1, {"b": 2}]}, flag=True) == registered()
    assert decode(json.dumps({"instance": MINIMAL, "beside": 1})) == registered()


def test_the_last_of_equal_keys_wins() -> None:
    assert decode('{"instance":{"app":"A","app":"B"}}').app_name == "B"


def test_only_json_makes_the_group_upper_case() -> None:
    assert registered(appGroupName="groupA").app_group_name == "GROUPA"


def test_a_byte_order_mark_is_skipped() -> None:
    assert decode(b"\xef\xbb\xbf" + b'{"instance":{"app":"A"}}').app_name == "A"


def test_a_charset_beside_the_body_counts() -> None:
    body = '{"instance":{"app":"A","hostName":"ä"}}'.encode("latin-1")
    assert JSON.decode_instance(body, now_ms=0, charset="iso8859-1").host_name == "ä"
    with pytest.raises(DecodeError):
        JSON.decode_instance(body, now_ms=0)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "{}",
        "[1,2]",
        '"x"',
        "5",
        '{"instance":',
        '{"instance":null}',
        '{"instance":[]}',
        '{"instance":"x"}',
        '{"thing":{"app":"A"}}',
        '{"app":"A"}',
        "<instance/>",
        '{"instance":{"app":"A"}} more',
        "\x00",
        '{"instance":{"app":"A","x":NaN}}',
        '{"instance":{"app":"A","x":-Infinity}}',
        '{"instance":{"app":"\\ud800"}}',
        '{"instance":{"app":"A","metadata":{"\\udc00":"x"}}}',
        '{"instance":{"app":[]}}',
        "[" * 100000,
        '{"instance":{"app":"A","x":' + "[" * 100_000 + "]" * 100_000 + "}}",
        '{"instance":{"app":{}}}',
    ],
)
def test_a_body_without_one_readable_instance_is_refused(body: str) -> None:
    with pytest.raises(DecodeError):
        decode(body)


def test_escaped_pairs_of_surrogates_are_characters() -> None:
    assert decode('{"instance":{"app":"A","hostName":"\\ud83d\\ude00"}}').host_name == "\U0001f600"
