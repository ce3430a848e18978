"""Arbitrary values of the model, as a registry may hold them."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from eureka_py.model import ActionType, DataCenterInfo, InstanceInfo, InstanceStatus, LeaseInfo

QUICK = settings(max_examples=80, deadline=None)

INT32 = st.integers(-(2**31), 2**31 - 1)
INT64 = st.integers(-(2**63), 2**63 - 1)
TERMS = st.integers(1, 2**31 - 1)

NASTY = st.sampled_from(
    [
        "",
        " ",
        "a\tb\nc\rd",
        "<&>\"'",
        "]]>",
        "{}",
        "null",
        "1.50",
        "äöü €",
        "日本",
        "\U0001f600",
        "\u2028",
        "\x85",
        "_.0041",
    ]
)
TEXT = NASTY | st.text(max_size=12)
"""Anything that is encodable, characters that XML cannot hold included."""
XML_TEXT = NASTY | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n\r"),
    max_size=12,
)
KEYS = (
    NASTY | st.text(min_size=1, max_size=8) | st.sampled_from(["a:b", "9", "-", "__", "$x", "port", "name", "xml"])
).filter(lambda key: key not in ("", "@class"))


def instances(text: st.SearchStrategy[str] = TEXT) -> st.SearchStrategy[InstanceInfo]:
    """Return instances whose strings are drawn from `text`, as a decoder could have made them."""
    upper = text.map(str.upper).filter(lambda value: value == value.upper())
    return st.builds(
        InstanceInfo,
        instance_id=st.none() | text,
        host_name=text,
        app_name=upper,
        ip_addr=text,
        sid=text.filter(lambda sid: sid != "unknown"),
        status=st.sampled_from(InstanceStatus),
        overridden_status=st.sampled_from(InstanceStatus),
        port=INT32,
        is_port_enabled=st.booleans(),
        secure_port=INT32,
        is_secure_port_enabled=st.booleans(),
        country_id=INT32,
        data_center_info=data_centers(text),
        lease_info=st.builds(
            LeaseInfo,
            renewal_interval_in_secs=TERMS,
            duration_in_secs=TERMS,
            registration_timestamp=INT64,
            last_renewal_timestamp=INT64,
            eviction_timestamp=INT64,
            service_up_timestamp=INT64,
        ),
        metadata=st.dictionaries(KEYS, text, max_size=4),
        app_group_name=st.none() | upper,
        home_page_url=st.none() | text,
        status_page_url=st.none() | text,
        health_check_url=st.none() | text,
        secure_health_check_url=st.none() | text,
        vip_address=st.none() | text,
        secure_vip_address=st.none() | text,
        is_coordinating_discovery_server=st.booleans(),
        last_updated_timestamp=INT64,
        last_dirty_timestamp=INT64,
        action_type=st.none() | st.sampled_from(ActionType),
        asg_name=st.none() | text,
    )


def data_centers(text: st.SearchStrategy[str]) -> st.SearchStrategy[DataCenterInfo]:
    """Return the three kinds of data centers."""
    amazon = st.builds(DataCenterInfo, name=st.just("Amazon"), metadata=st.dictionaries(KEYS, text, max_size=3))
    return amazon | st.builds(DataCenterInfo, name=st.sampled_from(["MyOwn", "Netflix"]))


def json_values() -> st.SearchStrategy[Any]:
    """Return anything that JSON can say."""
    scalars = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=5)
    )
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    )
