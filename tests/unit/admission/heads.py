"""Heads of requests, made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Head:
    """What a client sends, without a connection."""

    method: str = "GET"
    path: str = "/eureka/apps"
    remote_address: str = "192.0.2.7"
    headers: Mapping[str, str] = field(default_factory=dict)
    certificate: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        return {key.lower(): value for key, value in self.headers.items()}.get(name.lower())

    def certificate_names(self) -> tuple[str, ...]:
        return self.certificate
