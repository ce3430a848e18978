"""Outcomes with sane defaults, for tests of who counts and logs them."""

from __future__ import annotations

from typing import Any

from eureka_py.admission import Outcome


def an_outcome(**fields: Any) -> Outcome:
    defaults: dict[str, Any] = {
        "method": "GET",
        "path": "/eureka/apps/ORDERS",
        "route": "/apps/{app_name}",
        "status": 200,
        "response_bytes": 100,
        "duration_ns": 2_000_000,
        "address": "192.0.2.7",
        "principal": "anybody",
        "request_id": "r-1",
        "client_name": "DefaultClient",
        "refusal": None,
    }
    return Outcome(**{**defaults, **fields})
