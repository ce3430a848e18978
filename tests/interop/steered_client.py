"""One Eureka client program together with its relay to the server, and the commands that all programs share."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.interop.client_process import ClientProcess
from tests.interop.wiretap import Exchange, Wiretap

RENEWAL_INTERVAL_S = 1
LEASE_DURATION_S = 10


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What a client is told to say about itself; a fresh one never meets an older one at the server."""

    app: str
    instance_id: str
    host: str
    ip: str = "10.1.2.3"
    port: int = 7070
    metadata: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def fresh(cls, kind: str, *, metadata: Mapping[str, str] | None = None) -> Identity:
        """Return an identity with a random name."""
        name = f"{kind}-{secrets.token_hex(3)}"
        host = f"{name}.example.org"
        return cls(app=name, instance_id=f"{host}:{name}:7070", host=host, metadata=dict(metadata or {}))

    @property
    def app_name(self) -> str:
        """The application's name as the registry writes it."""
        return self.app.upper()


@dataclass(frozen=True, kw_only=True)
class RegistryView:
    """What a client holds."""

    hash: str
    """Computed by the client itself over `instances`."""
    instances: Mapping[str, Mapping[str, Any]]
    """Instance id -> fields, whatever the status."""

    def status_of(self, instance_id: str) -> str | None:
        """Return the status, or None if the client does not hold the instance."""
        return self.instances[instance_id]["status"] if instance_id in self.instances else None

    def metadata_of(self, instance_id: str) -> Mapping[str, str]:
        """Return the metadata; empty if the client does not hold the instance."""
        metadata: Mapping[str, str] = self.instances.get(instance_id, {}).get("metadata", {})
        return metadata


class SteeredClient:
    """A client under its own name. `wire` saw all that it sent."""

    def __init__(self, identity: Identity, process: ClientProcess, wire: Wiretap) -> None:
        self.identity = identity
        self.process = process
        self.wire = wire

    def tell_start(self, renewal_interval_s: int) -> None:
        """Make the program start its client, without waiting for it."""
        me = self.identity
        self.process.tell(
            "start",
            server=self.wire.url,
            app=me.app,
            instance_id=me.instance_id,
            host=me.host,
            ip=me.ip,
            port=me.port,
            metadata=dict(me.metadata),
            renewal_interval=renewal_interval_s,
            duration=LEASE_DURATION_S,
        )

    def registry(self) -> RegistryView:
        """Return what the client holds now."""
        answer = self.process.ask("registry")
        return RegistryView(hash=answer["hash"], instances=answer["instances"])

    def own_instance(self) -> Mapping[str, Any]:
        """Return what the client thinks of itself."""
        instance: Mapping[str, Any] = self.process.ask("self")
        return instance

    def discover(self, app: str) -> list[Mapping[str, Any]]:
        """Return where the client would send a call to this application."""
        found: list[Mapping[str, Any]] = self.process.ask("discover", app=app)
        return found

    def set_metadata(self, key: str, value: str) -> None:
        """Change the client's own metadata, which it then tells the server."""
        self.process.ask("set-metadata", key=key, value=value)

    def set_status(self, status: str) -> None:
        """Change the client's own status, which it then tells the server."""
        self.process.ask("set-status", status=status)

    def shut_down(self) -> int:
        """Let the client say goodbye and the program end; return its exit code."""
        self.process.ask("shutdown")
        return self.process.exit_code()

    def registrations(self) -> list[Exchange]:
        """Return the registrations that went over the wire."""
        return self.wire.exchanges("POST", f"/apps/{self.identity.app_name}")

    def heartbeats(self) -> list[Exchange]:
        """Return the heartbeats that went over the wire."""
        return self.wire.exchanges("PUT", self._instance_path)

    def cancellations(self) -> list[Exchange]:
        """Return the deregistrations that went over the wire."""
        return self.wire.exchanges("DELETE", self._instance_path)

    def full_fetches(self) -> list[Exchange]:
        """Return the fetches of the whole registry that went over the wire."""
        return self.wire.exchanges("GET", "/apps/")

    def delta_fetches(self) -> list[Exchange]:
        """Return the fetches of changes that went over the wire."""
        return self.wire.exchanges("GET", "/apps/delta")

    @property
    def _instance_path(self) -> str:
        return f"/apps/{self.identity.app_name}/{self.identity.instance_id}"
