"""Whatever clients register, the pages run no script and send the browser nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tests.browser.chromium import Browser
from tests.browser.hostile import PAYLOADS, a_node_full_of
from tests.browser.site import served

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
LINKS = "[...document.querySelectorAll('[href],[src],[action],[formaction]')].map(e => e.href || e.src || e.action)"
HANDLERS = """[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
    .map(a => a.name).filter(name => name.startsWith('on') || name === 'style' || name === 'srcdoc')"""
ELEMENTS = "[...new Set([...document.querySelectorAll('*')].map(e => e.tagName.toLowerCase()))]"
ALLOWED_ELEMENTS = {
    *("html", "head", "meta", "title", "link", "body", "header", "nav", "main", "section", "h1", "h2", "p", "a"),
    *("time", "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "ul", "li", "div", "span", "b", "bdi"),
    *("details", "summary"),
}


@pytest.mark.parametrize("path", ["/", "/lastn"])
@pytest.mark.parametrize("kind", PAYLOADS)
def test_hostile_data_stays_text(chromium: Browser, kind: str, path: str) -> None:
    text = PAYLOADS[kind].text
    with served(a_node_full_of(text).wsgi) as address:
        chromium.open(address + path)
        assert not chromium.has_dialog()
        assert chromium.scripts_that_ran() == 0
        assert set(chromium.run(ELEMENTS)) <= ALLOWED_ELEMENTS
        assert chromium.run(HANDLERS) == []
        assert {link.partition(":")[0] for link in chromium.run(LINKS)} <= {"http", "https"}
        assert not INVISIBLE.search(chromium.run("document.documentElement.textContent"))
        assert _stripped(text)[:20] in _stripped(chromium.run("document.body.innerText"))
        stylesheet = chromium.run("document.querySelector('link').href")
        assert chromium.requested() == {address + path, stylesheet}
        assert stylesheet.startswith(f"{address}/ops/static/")
        status, headers = chromium.answers()[address + path]
        assert (status, headers["content-security-policy"]) == (200, POLICY)
        assert chromium.complaints() == [], "nothing was there for the policy to stop"


def _stripped(text: str) -> str:
    """Return a text without what a browser may lay out otherwise, or the page shows by its number."""
    return re.sub(r"[^!-~]|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[nrt]", "", text)


@pytest.mark.parametrize("kind", [kind for kind, payload in PAYLOADS.items() if payload.works_as != "text"])
def test_the_same_data_would_run_where_nothing_is_escaped(chromium: Browser, kind: str) -> None:
    """Without this, the test above could not fail."""
    payload = PAYLOADS[kind]
    quote = "'" if payload.text.startswith("'") else '"'
    html = {
        "html": f"<p>{payload.text}</p>",
        "attribute": f"<a href={quote}{payload.text}{quote}>x</a>",
        "url": f'<a id="it" href="{payload.text}">x</a>',
    }[payload.works_as]
    with served(a_page_of(f"<!doctype html><title>control</title><body>{html}")) as address:
        chromium.open(address)
        had_dialog = chromium.has_dialog()
        if payload.works_as == "url":
            chromium.run("document.getElementById('it').click()")
        assert chromium.scripts_that_ran() > 0
        assert had_dialog == (kind == "dialog")


def test_the_policy_alone_would_stop_a_script(chromium: Browser) -> None:
    html = f"<!doctype html><title>control</title>{PAYLOADS['script'].text}{PAYLOADS['image'].text}"
    with served(a_page_of(html, ("Content-Security-Policy", POLICY))) as address:
        chromium.open(address)
        assert chromium.scripts_that_ran() == 0
        assert any("Content Security Policy" in complaint for complaint in chromium.complaints())


def test_a_request_to_elsewhere_would_be_seen(chromium: Browser) -> None:
    with served(a_page_of("<!doctype html><img src=http://127.0.0.1:9/leak>")) as address:
        chromium.open(address)
        assert "http://127.0.0.1:9/leak" in chromium.requested()


def a_page_of(html: str, *headers: tuple[str, str]) -> Callable[..., Iterable[bytes]]:
    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), *headers])
        return [html.encode("utf-8", "replace")]

    return app
