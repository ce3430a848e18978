"""The description of the node's whole HTTP interface, at `/ops/openapi.json`."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import falcon
import yaml

OPENAPI_PATH = "/ops/openapi.json"
_DESCRIBED_BASE = "/eureka"
"""What the file has in place of the configured base path."""


class OpenApiResource:
    """The OpenAPI document. It is read and made once."""

    def __init__(self, *, base_path: str, version: str) -> None:
        self._document = json.dumps(description(base_path=base_path, version=version)).encode()

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer 200 and the document."""
        resp.content_type = falcon.MEDIA_JSON
        resp.set_header("X-Content-Type-Options", "nosniff")
        resp.data = self._document


def description(*, base_path: str, version: str) -> dict[str, Any]:
    """Return the document of a node that serves Eureka's paths below `base_path`."""
    text = (resources.files("eureka_py.ops") / "openapi.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times as fast, and not everywhere
    document: dict[str, Any] = yaml.load(text, Loader=loader)
    document["info"]["version"] = version
    document["paths"] = {_path_below(base_path, path): item for path, item in document["paths"].items()}
    return document


def _path_below(base_path: str, path: str) -> str:
    is_eurekas = path.startswith(_DESCRIBED_BASE + "/")
    return base_path + path.removeprefix(_DESCRIBED_BASE) if is_eurekas else path
