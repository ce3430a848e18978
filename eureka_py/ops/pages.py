"""HTML made on the server, and the headers that keep it plain: no script, nothing from elsewhere."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import Any

import falcon
import jinja2

from eureka_py.ops.printable import printable

STYLESHEET_PATH = "/ops/static/status.css"

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Pages:
    """The templates of the pages, read and compiled once. Values are escaped on their way into the HTML."""

    def __init__(self) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("eureka_py.ops", "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters["printable"] = printable
        self._templates = {name: self._environment.get_template(name) for name in ("status.html", "lastn.html")}
        self.stylesheet = Stylesheet()

    def answer(self, req: falcon.Request, resp: falcon.Response, name: str, content: dict[str, Any]) -> None:
        """Answer with a page. Links in it are relative to `root`, so that a proxy may serve it below any path."""
        root = _root_from(req.env["PATH_INFO"])
        stylesheet = f"{root}{STYLESHEET_PATH[1:]}?v={self.stylesheet.digest}"
        html = self._templates[name].render(content, root=root, stylesheet=stylesheet)
        resp.content_type = falcon.MEDIA_HTML
        resp.set_headers(_HEADERS)
        resp.data = html.encode("utf-8", "replace")


class Stylesheet:
    """How the pages look, at `STYLESHEET_PATH`; `digest` changes with its content."""

    def __init__(self) -> None:
        self._css = (resources.files("eureka_py.ops") / "static" / "status.css").read_bytes()
        self.digest = hashlib.sha256(self._css).hexdigest()[:12]

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer 200 and the stylesheet, which a browser may keep: pages ask for it by its digest."""
        resp.content_type = "text/css; charset=utf-8"
        resp.set_header("Cache-Control", "max-age=86400")
        resp.set_header("X-Content-Type-Options", "nosniff")
        resp.data = self._css


def _root_from(path: str) -> str:
    """Return the way from a page to the root, as the browser sees it: a trailing slash is one level more."""
    return "../" * (path.count("/") - 1) or "./"
