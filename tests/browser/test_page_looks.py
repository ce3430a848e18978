"""The pages fit into every window, in both colour schemes. Their pictures are in `.cache/screenshots`."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from eureka_py.admission import Principal, Refusal, RefusalReason, RequestHead, Role
from eureka_py.app import Node, build_node
from eureka_py.config import Config, ServerConfig
from eureka_py.model import DEFAULT_SCOPE, InstanceKey, InstanceStatus
from eureka_py.testing import an_instance
from tests.browser.chromium import Browser
from tests.browser.hostile import PAYLOADS, a_node_full_of
from tests.browser.site import served

PASSWORD = "Basic " + base64.b64encode(b"ann:right").decode()


class OneUser:
    """Knows ann, by her password."""

    def authenticate(self, head: RequestHead, address: str) -> Principal | Refusal:
        if head.header("Authorization") == PASSWORD:
            return Principal("ann", frozenset({Role.READ}))
        return Refusal(401, RefusalReason.NO_CREDENTIALS, "Who are you?", (("WWW-Authenticate", 'Basic realm="e"'),))


def a_usual_node(authenticator: OneUser | None = None) -> Node:
    """Return a node with what a small company runs."""
    config = Config(server=ServerConfig(environment="production", datacenter="fra1"))
    node = build_node(config, authenticator=authenticator)
    node.is_ready = True
    for app_name, size in (("BILLING", 2), ("CATALOGUE-SEARCH", 14), ("GATEWAY", 3), ("ORDERS", 5)):
        for number in range(size):
            instance_id = f"{app_name.lower()}-{number}.fra1.example.org:8080"
            is_down = app_name == "ORDERS" and number == 3
            node.registry.register(
                an_instance(
                    app_name,
                    instance_id,
                    status=InstanceStatus.DOWN if is_down else InstanceStatus.UP,
                    status_page_url=f"https://{instance_id}/info" if number % 2 == 0 else None,
                )
            )
    out = InstanceKey(DEFAULT_SCOPE, "BILLING", "billing-0.fra1.example.org:8080")
    assert node.registry.update_status(out, InstanceStatus.OUT_OF_SERVICE)
    assert node.registry.cancel(InstanceKey(DEFAULT_SCOPE, "GATEWAY", "gateway-0.fra1.example.org:8080"))
    return node


@pytest.fixture(scope="module")
def usual() -> Iterator[str]:
    with served(a_usual_node().wsgi) as address:
        yield address


@pytest.fixture(scope="module", params=["very long", "image"])
def overfull(request: pytest.FixtureRequest) -> Iterator[str]:
    with served(a_node_full_of(PAYLOADS[request.param].text).wsgi) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("path", ["/", "/lastn"])
def test_a_page_fits_into_the_window(chromium: Browser, usual: str, path: str, width: int, scheme: str) -> None:
    chromium.open(usual + path, width=width, scheme=scheme)
    chromium.screenshot(f"{path.strip('/') or 'status'}-{width}-{scheme}")
    assert chromium.run("document.documentElement.scrollWidth") <= width
    is_dark = chromium.run("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0] < 128")
    assert is_dark == (scheme == "dark")


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("path", ["/", "/lastn"])
def test_a_page_fits_whatever_it_shows(
    chromium: Browser, overfull: str, path: str, width: int, request: pytest.FixtureRequest
) -> None:
    chromium.open(overfull + path, width=width)
    kind = "overfull" if "very long" in request.node.name else "hostile"
    chromium.screenshot(f"{path.strip('/') or 'status'}-{width}-{kind}")
    assert chromium.run("document.documentElement.scrollWidth") <= width


def test_folded_instances_unfold_without_a_script(chromium: Browser, usual: str) -> None:
    chromium.open(usual)
    hidden = chromium.run("document.querySelector('details .ids').checkVisibility()")
    chromium.run("document.querySelector('summary').click()")
    assert (hidden, chromium.run("document.querySelector('details .ids').checkVisibility()")) == (False, True)


@pytest.mark.parametrize("path", ["/", "/lastn"])
def test_a_secured_node_shows_its_pages_to_those_it_knows(chromium: Browser, path: str) -> None:
    with served(a_usual_node(OneUser()).wsgi) as address:
        chromium.open(address + path)
        status, headers = chromium.answers()[address + path]
        assert (status, headers["www-authenticate"]) == (401, 'Basic realm="e"')
        assert "gateway" not in chromium.run("document.documentElement.textContent").lower()
        host = address.removeprefix("http://")
        chromium.open(f"http://ann:right@{host}{path}")
        assert chromium.answers()[address + path][0] == 200
        assert "gateway" in chromium.run("document.documentElement.textContent").lower()
        assert chromium.run("document.styleSheets.length") == 1
