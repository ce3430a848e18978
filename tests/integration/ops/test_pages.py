from __future__ import annotations

import pytest

from eureka_py.config import Config, PreservationConfig, ServerConfig
from eureka_py.model import InstanceKey, InstanceStatus
from eureka_py.ops import status_page
from eureka_py.ops.wall_time import wall_time
from tests.integration.ops.html_outline import HtmlOutline
from tests.integration.ops.operated_node import OperatedNode

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></bdi></td></table><h1>owned</h1>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- ",
    "&lt;script&gt;",
    "\x00\x1b[31m\u202e\u2028\ud800",
    "javascript:alert(1)",
    "x" * 100_000,
)


def filled_with(text: str) -> OperatedNode:
    """A node which has the text wherever a client or a setting can put one."""
    node = OperatedNode(
        Config(server=ServerConfig(environment=text, datacenter=text, base_path="/" + text[:50].strip("/")))
    )
    node.register(text, app=text.upper(), status_page_url=text, host_name=text, home_page_url=text)
    node.register(f"{text}2", app=text.upper(), status_page_url=f"http://host/{text}", metadata={text: text})
    node.registry.update_status(InstanceKey("", text.upper(), text), InstanceStatus.OUT_OF_SERVICE)
    node.register("gone", app=text.upper())
    node.registry.cancel(InstanceKey("", text.upper(), "gone"))
    return node


@pytest.mark.parametrize("path", ["/", "/lastn"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element_and_no_attribute(path: str, text: str) -> None:
    hostile, harmless = HtmlOutline(filled_with(text).page(path)), HtmlOutline(filled_with("harmless").page(path))
    links = {"a", "bdi"}  # whether the second instance is linked depends on the length of its address
    assert [tag for tag in hostile.tags if tag not in links] == [tag for tag in harmless.tags if tag not in links]
    assert {(tag, name) for tag, name, _ in hostile.attributes} <= {(tag, name) for tag, name, _ in harmless.attributes}
    assert not {"script", "img", "style", "iframe", "object", "form"} & set(hostile.tags)
    assert all(href.startswith(("./", "http://host/")) for href in hostile.values("a", "href"))


@pytest.mark.parametrize("path", ["/", "/lastn"])
def test_hostile_text_can_be_read(path: str) -> None:
    outline = HtmlOutline(filled_with('<b onclick="x">\n\u202e{{ 7 * 7 }}').page(path))
    assert r'<b onclick="x">\n\u202e{{ 7 * 7 }}' in outline.words


@pytest.mark.parametrize("path", ["/", "/lastn"])
def test_a_page_may_run_no_script_and_load_nothing_but_the_stylesheet(path: str) -> None:
    node = OperatedNode()
    result = node.get(path)
    assert result.headers["content-type"] == "text/html; charset=utf-8"
    assert result.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert result.headers["x-content-type-options"] == "nosniff"
    assert result.headers["referrer-policy"] == "no-referrer"
    assert result.headers["cache-control"] == "no-store"
    outline = HtmlOutline(result.text)
    (stylesheet,) = outline.values("link", "href")
    assert node.get(stylesheet.removeprefix(".")).status_code == 200
    assert not {"script", "style", "img"} & set(outline.tags)
    assert not [name for _, name, _ in outline.attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize(("path", "root"), [("/", "./"), ("/lastn", "./"), ("/lastn/", "../")])
def test_links_lead_to_the_root_from_wherever_the_page_is(path: str, root: str) -> None:
    outline = HtmlOutline(OperatedNode().page(path))
    assert f"{root}lastn" in outline.values("a", "href")
    assert outline.values("link", "href")[0].startswith(f"{root}ops/static/status.css?v=")


def test_the_status_page_tells_of_the_node() -> None:
    node = OperatedNode(Config(server=ServerConfig(environment="prod", datacenter="fra1")))
    node.clock.advance(seconds=27 * 3600 + 7 * 60)
    words = HtmlOutline(node.page("/")).words
    assert "Environment prod Data center fra1 Version eureka_py 1.2.3" in words
    assert f"Current time {wall_time(node.clock.wall_ms())} Uptime 1 day 03:07 Ready yes" in words
    assert "num-of-cpus" in words
    assert "registered-replicas none" in words


def test_the_status_page_links_to_the_documents() -> None:
    links = HtmlOutline(OperatedNode().page("/")).values("a", "href")
    assert links[-6:] == [
        "./eureka/apps",
        "./eureka/apps/delta",
        "./eureka/status",
        "./ops/self-preservation",
        "./ops/openapi.json",
        "./health/ready",
    ]


def test_the_documents_are_linked_where_they_are_served() -> None:
    for base_path, link in (("", "./apps"), ("/a/b c", "./a/b%20c/apps")):
        node = OperatedNode(Config(server=ServerConfig(base_path=base_path)))
        assert link in HtmlOutline(node.page("/")).values("a", "href")


def test_an_empty_registry_says_so() -> None:
    words = HtmlOutline(OperatedNode().page("/")).words
    assert "All well No renewals are expected, since nothing is registered." in words
    assert "Applications 0 No instance is registered." in words
    assert "Self-preservation on, not active" in words
    assert "Renewals in the last minute 0 (counted from the second minute on)" in words


def test_applications_are_listed_with_their_instances_by_status() -> None:
    node = OperatedNode()
    node.register("o-2", "o-1", app="ORDERS", status_page_url="https://orders.example.org/info")
    node.register("b-1", app="BILLING", status=InstanceStatus.DOWN)
    outline = HtmlOutline(node.page("/"))
    assert "3 instances: DOWN 1 UP 2" in outline.words
    assert "BILLING 1 DOWN 1 b-1 ORDERS 2 UP 2 o-1 o-2" in outline.words
    assert outline.values("a", "href").count("https://orders.example.org/info") == 2
    assert outline.values("a", "rel") == ["noreferrer", "noreferrer"]


def test_many_instances_of_an_application_are_folded_away() -> None:
    node = OperatedNode()
    node.register(*[f"i-{n:02}" for n in range(status_page.MAX_OPEN_INSTANCES)])
    assert "details" not in HtmlOutline(node.page("/")).tags
    node.register("one-more")
    outline = HtmlOutline(node.page("/"))
    assert outline.tags.count("details") == 1
    assert "one-more" in outline.text


def test_a_huge_registry_gives_a_page_of_bounded_size() -> None:
    node = OperatedNode()
    for n in range(6_000):
        node.register(f"host-{n}.example.org", app=f"APP-{n % 10}")
    html = node.page("/")
    words = HtmlOutline(html).words
    assert "6000 instances: UP 6000" in words
    assert "Too many to list all here. The whole registry: /eureka/apps" in words
    assert "400 not listed" in words
    assert len(html) < 1_000_000


def test_lost_contact_is_a_banner_in_words() -> None:
    node = OperatedNode()
    node.lose_contact(silent=5, renewing=5)
    outline = HtmlOutline(node.page("/"))
    assert "Self-preservation is active: nothing is evicted Leases that renew: 5 of 10" in outline.words
    assert "Lease expiration off: preserving Self-preservation active" in outline.words
    assert "Renewals expected per minute 20 Renewals in the last minute 10 Expired leases 5" in outline.words
    assert "banner alarm" in outline.values("section", "class")


def test_a_switched_off_preservation_is_a_banner_in_words() -> None:
    node = OperatedNode(Config(preservation=PreservationConfig(enabled=False)))
    outline = HtmlOutline(node.page("/"))
    assert "Self-preservation is switched off" in outline.words
    assert "Lease expiration on Self-preservation switched off" in outline.words
    assert "banner warning" in outline.values("section", "class")


def test_a_node_that_is_not_ready_says_so() -> None:
    node = OperatedNode()
    assert "Not ready" not in node.page("/")
    node.is_ready = False
    assert "Not ready This node does not have a whole registry yet" in HtmlOutline(node.page("/")).words


def test_overrides_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_page, "MAX_LISTED_OVERRIDES", 2)
    node = OperatedNode()
    node.register("i-1", "i-2", "i-3")
    for instance_id in ("i-3", "i-2"):
        node.registry.update_status(InstanceKey("", "ORDERS", instance_id), InstanceStatus.OUT_OF_SERVICE)
    words = HtmlOutline(node.page("/")).words
    assert "Set to ORDERS(i-2) OUT_OF_SERVICE ORDERS(i-3) OUT_OF_SERVICE" in words
    assert "not listed" not in words
    node.registry.update_status(InstanceKey("", "ORDERS", "i-1"), InstanceStatus.DOWN)
    assert "1 more are not listed" in HtmlOutline(node.page("/")).words


def test_the_last_leases_are_listed_newest_first() -> None:
    node = OperatedNode()
    assert "No registration yet." in node.page("/lastn")
    node.register("i-1")
    first = wall_time(node.clock.wall_ms())
    node.clock.advance(seconds=61)
    node.register("i-2")
    node.registry.cancel(InstanceKey("", "ORDERS", "i-1"))
    second = wall_time(node.clock.wall_ms())
    words = HtmlOutline(node.page("/lastn")).words
    assert f"Registered 2 Time Lease {second} ORDERS(i-2) {first} ORDERS(i-1)" in words
    assert f"Cancelled or evicted 1 Time Lease {second} ORDERS(i-1)" in words
