"""What an XML registration may look like."""

from __future__ import annotations

import pytest

from eureka_py.codec import XML
from eureka_py.errors import DecodeError
from eureka_py.model import DataCenterInfo, InstanceInfo, InstanceStatus
from tests.unit.codec.golden_bodies import golden

NOW_MS = 1_750_000_000_000


def registered(children: str) -> InstanceInfo:
    return XML.decode_instance(f"<instance><app>a</app>{children}</instance>".encode(), now_ms=NOW_MS)


def refused(body: str | bytes) -> bool:
    try:
        XML.decode_instance(body.encode() if isinstance(body, str) else body, now_ms=NOW_MS)
    except DecodeError:
        return True
    return False


def test_the_root_may_have_javas_name_a_declaration_and_a_default_namespace() -> None:
    plain = XML.decode_instance(b"<instance><app>a</app></instance>", now_ms=1)
    for body in (
        b"<com.netflix.appinfo.InstanceInfo><app>a</app></com.netflix.appinfo.InstanceInfo>",
        b'<?xml version="1.0" encoding="UTF-8"?>\n<instance xmlns="http://x/y"><app>a</app></instance>\n',
        b"\xef\xbb\xbf<instance><!-- and a comment --><app><![CDATA[a]]></app></instance>",
    ):
        assert XML.decode_instance(body, now_ms=1) == plain


def test_unknown_elements_are_ignored_nested_or_not() -> None:
    assert registered("<what><x>1</x></what><surprise/>") == registered("")


def test_a_document_type_is_refused_before_anything_is_expanded() -> None:
    instance = "<instance><app>&e;</app></instance>"
    assert refused('<!DOCTYPE instance [<!ENTITY e "x">]>' + instance)
    assert refused('<!DOCTYPE instance SYSTEM "http://localhost/x.dtd"><instance><app>a</app></instance>')
    assert refused("<!DOCTYPE instance><instance><app>a</app></instance>")
    assert refused(instance)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x",
        "<instance>",
        "<thing><app>a</app></thing>",
        "<instance/>",
        "<instance><app/><app></instance>",
        "<instance>a</instance>",
        '{"instance":{"app":"A"}}',
        "<e:instance xmlns:e='x'><e:app>a</e:app></e:instance>",
        "<instance><app>a</app></instance><instance/>",
        "<instance><app>a<b/></app></instance>",
        "<instance><app>\x01</app>",
        '<?xml version="1.0" encoding="utf-7"?><instance><app>a</app></instance>',
        '<?xml version="1.0" encoding="nonsense"?><instance><app>a</app></instance>',
        "<instance><app>a</app><metadata><_.d800>x</_.d800></metadata></instance>",
    ],
)
def test_what_is_not_one_instance_is_refused(body: str) -> None:
    assert refused(body)


def test_the_app_is_upper_case_and_the_group_is_not() -> None:
    instance = registered("<appGroupName>groupA</appGroupName>")
    assert (instance.app_name, instance.app_group_name) == ("A", "groupA")
    assert refused("<instance><hostName>h</hostName></instance>")
    assert XML.decode_instance(b"<instance><app/></instance>", now_ms=0).app_name == ""


@pytest.mark.parametrize("tag", ["overriddenstatus", "overriddenStatus"])
def test_both_spellings_of_the_overridden_status_are_read(tag: str) -> None:
    assert registered(f"<{tag}>down</{tag}>").overridden_status is InstanceStatus.DOWN


@pytest.mark.parametrize(("sent", "status"), [("up", "UP"), ("bogus", "UNKNOWN"), ("", "UP"), (" DOWN\n", "DOWN")])
def test_a_status_is_read_in_any_letter_case(sent: str, status: str) -> None:
    assert registered(f"<status>{sent}</status>").status is InstanceStatus(status)


def test_a_port_is_enabled_and_a_secure_one_disabled_unless_they_say_otherwise() -> None:
    plain = registered("<port> 80\n</port><securePort>443</securePort>")
    assert (plain.port, plain.is_port_enabled, plain.secure_port, plain.is_secure_port_enabled) == (
        80,
        True,
        443,
        False,
    )
    told = registered('<port enabled="false">80</port><securePort enabled="true">443</securePort>')
    assert (told.is_port_enabled, told.is_secure_port_enabled) == (False, True)
    odd = registered('<port enabled="no">80</port><securePort enabled="yes">443</securePort>')
    assert (odd.is_port_enabled, odd.is_secure_port_enabled) == (True, False)


@pytest.mark.parametrize("sent", ["", "eighty", "<x/>", "99999999999"])
def test_a_port_that_is_no_number_is_refused(sent: str) -> None:
    assert refused(f"<instance><app>a</app><port>{sent}</port></instance>")


def test_the_name_decides_on_the_data_center() -> None:
    children = "<name>Netflix</name><metadata><a>b</a></metadata>"
    netflix = f'<dataCenterInfo class="com.netflix.appinfo.AmazonInfo">{children}</dataCenterInfo>'
    assert registered(netflix).data_center_info == DataCenterInfo(name="Netflix")
    amazon = "<dataCenterInfo><metadata><a__b>c</a__b></metadata><name>amazon</name></dataCenterInfo>"
    assert registered(amazon).data_center_info == DataCenterInfo(name="Amazon", metadata={"a_b": "c"})
    assert registered("<dataCenterInfo><name>Amazon</name></dataCenterInfo>").data_center_info == DataCenterInfo(
        name="Amazon"
    )
    assert registered("<dataCenterInfo></dataCenterInfo>").data_center_info is None
    assert refused("<instance><app>a</app><dataCenterInfo><name>Elsewhere</name></dataCenterInfo></instance>")


def test_a_bad_lease_number_leaves_the_default_and_loses_nothing() -> None:
    body = golden("register.xml").replace(b">30<", b">soon<")
    assert XML.decode_instance(body, now_ms=0) == XML.decode_instance(golden("register.xml"), now_ms=0)


def test_an_unreadable_dirty_timestamp_is_a_missing_one() -> None:
    for children in ("", "<lastDirtyTimestamp/>", "<lastDirtyTimestamp>soon</lastDirtyTimestamp>"):
        assert registered(children).last_dirty_timestamp == NOW_MS
    instance = registered("<lastUpdatedTimestamp>x</lastUpdatedTimestamp><actionType>EXPLODED</actionType>")
    assert (instance.last_updated_timestamp, instance.action_type) == (0, None)


def test_metadata_keys_are_decoded_and_may_be_called_like_fields() -> None:
    metadata = (
        "<port>80</port><a__b>c</a__b><_-x>1</_-x><sp_.0020ace> v </sp_.0020ace><lone_one>r</lone_one><e/>"
        "<_.0040class>dropped</_.0040class>"
    )
    assert registered(f"<metadata>{metadata}</metadata>").metadata == {
        "port": "80",
        "a_b": "c",
        "$x": "1",
        "sp ace": " v ",
        "lone_one": "r",
        "e": "",
    }
    assert registered('<metadata class="java.util.Collections$EmptyMap"/>').metadata == {}
    assert refused("<instance><app>a</app><metadata><a>x<b>y</b></a></metadata></instance>")


def test_an_empty_element_is_an_empty_text_not_a_missing_one() -> None:
    instance = registered("<instanceId></instanceId><homePageUrl/>")
    assert (instance.instance_id, instance.home_page_url, instance.status_page_url) == ("", "", None)


def test_the_charset_beside_the_body_wins_over_its_declaration() -> None:
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?><instance><app>a</app><hostName>ä</hostName></instance>'
    assert XML.decode_instance(declared.encode("latin-1"), now_ms=0).host_name == "ä"
    assert XML.decode_instance(declared.encode(), now_ms=0, charset="utf-8").host_name == "ä"
    bare = declared.partition("?>")[2]
    assert XML.decode_instance(bare.encode("latin-1"), now_ms=0, charset="iso8859-1").host_name == "ä"
    assert refused(bare.encode("latin-1"))
