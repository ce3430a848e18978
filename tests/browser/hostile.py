"""Texts that would run a script, or load something, if a page took them for more than text."""

from __future__ import annotations

from typing import NamedTuple

from eureka_py.app import Node, build_node
from eureka_py.config import Config, ServerConfig
from eureka_py.model import DEFAULT_SCOPE, DataCenterInfo, InstanceKey, InstanceStatus
from eureka_py.testing import an_instance
from tests.integration.ops.anything_goes import lift_limits

COUNT = "window.scriptsThatRan=(window.scriptsThatRan||0)+1"


class Payload(NamedTuple):
    """A text, and how it would work: as `html`, as the `url` of a link that is followed, or only by what it `shows`."""

    text: str
    works_as: str


PAYLOADS = {
    "script": Payload(f"<script>{COUNT}</script>", "html"),
    "script in upper case": Payload(f"</BDI></TD></TABLE><SCRIPT>{COUNT.lower()};{COUNT}</SCRIPT>", "html"),
    "dialog": Payload(f"<script>{COUNT};alert(1)</script>", "html"),
    "image": Payload(f'"><img src=x onerror="{COUNT}">', "html"),
    "attribute in double quotes": Payload(f'" autofocus tabindex=1 onfocus="{COUNT}" x="', "attribute"),
    "attribute in single quotes": Payload(f"' autofocus tabindex=1 onfocus='{COUNT}' x='", "attribute"),
    "svg": Payload(f'<svg onload="{COUNT}"></svg>', "html"),
    "svg script": Payload(f"<svg><script>{COUNT}</script></svg>", "html"),
    "title": Payload(f"</title><script>{COUNT}</script>", "html"),
    "comment": Payload(f"--><script>{COUNT}</script><!--", "html"),
    "frame": Payload(f'<iframe srcdoc="<script>parent.{COUNT.replace("window.", "parent.")}</script>">', "html"),
    "details": Payload(f'<details open ontoggle="{COUNT}">x</details>', "html"),
    "javascript address": Payload(f"javascript:{COUNT}", "url"),
    "javascript address in disguise": Payload(f"\tJava\nScript:{COUNT}", "url"),
    "data address": Payload(f"data:text/html,<script>{COUNT}</script>", "text"),
    "web address that breaks out": Payload(
        f'http://127.0.0.1:9/" autofocus tabindex=1 onfocus="{COUNT}" x="', "attribute"
    ),
    "template": Payload("{{ 7 * 7 }}{% raw %}${7*7}<%= 7*7 %>#{7*7}", "text"),
    "style": Payload("<style>*{display:none}</style><link rel=stylesheet href=http://127.0.0.1:9/x.css>", "text"),
    "base": Payload(
        "<base href=http://127.0.0.1:9/><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>", "text"
    ),
    "form": Payload("<form action=http://127.0.0.1:9/><input name=password autofocus></form>", "text"),
    "character references": Payload("&lt;script&gt;&#x3c;script&#x3e;", "text"),
    "bidi": Payload("a\u202e\u2066gpj.exe\u2069\u200f\u061c", "text"),
    "control characters": Payload("\x00\x07\x1b[31mred\r\n\u2028\ufeff", "text"),
    "very long": Payload("W" * 5_000, "text"),
}
"""Port 9 of this machine is where nothing listens: a request there is seen all the same."""


def a_node_full_of(text: str) -> Node:
    """Return a node which has the text wherever a client or a setting can put one, past the registry's limits."""
    node = build_node(Config(server=ServerConfig(environment=text, datacenter=text)))
    node.is_ready = True
    lift_limits(node.registry)
    texts = {
        **dict.fromkeys(("host_name", "ip_addr", "sid", "vip_address", "secure_vip_address", "asg_name"), text),
        **dict.fromkeys(("home_page_url", "health_check_url", "secure_health_check_url", "app_group_name"), text),
        "metadata": {text: text, "zone": text},
        "data_center_info": DataCenterInfo(name="Amazon", metadata={text: text, "availability-zone": text}),
    }
    for instance_id, address in (
        (text, text),
        (f"1{text}", f"http://127.0.0.1:9/{text}"),
        (f"2{text}", f"https://127.0.0.1:9/?q={text}#{text}"),
        (f"3{text}", f" {text}"),
        ("gone", text),
    ):
        node.registry.register(an_instance(text, instance_id, status_page_url=address, **texts))
    node.registry.update_status(InstanceKey(DEFAULT_SCOPE, text, text), InstanceStatus.OUT_OF_SERVICE)
    assert node.registry.cancel(InstanceKey(DEFAULT_SCOPE, text, "gone"))
    return node
