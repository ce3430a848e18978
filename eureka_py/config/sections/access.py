"""Who may do what."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from eureka_py.config.sections.setting import require, setting


@dataclass(frozen=True, kw_only=True)
class AccessConfig:
    """Who may do what. Without a file of credentials the node is open: everybody may do all that a client does."""

    credentials_file: str = setting(
        "", "File of users and tokens, made by `eureka-py user` and `eureka-py token`, read again when it changes."
    )
    remember_s: int = setting(
        60, "How long after its last use a password or token that was right is not checked again, in seconds."
    )
    failures_per_minute: int = setting(
        10, "Wrong passwords and tokens that one address may send in a minute; then it has to wait. 0: any number."
    )
    peer_addresses: tuple[str, ...] = setting(
        (), "Addresses and networks whose requests may be replication, as of Java peers: 10.0.0.7, 10.1.0.0/16."
    )
    trusted_proxies: tuple[str, ...] = setting(
        (), "Addresses and networks of proxies whose X-Forwarded-For names the client."
    )

    def __post_init__(self) -> None:
        require(self.remember_s >= 0, "access.remember_s", self.remember_s, "0 or more")
        require(self.failures_per_minute >= 0, "access.failures_per_minute", self.failures_per_minute, "0 or more")
        for name in ("peer_addresses", "trusted_proxies"):
            value = getattr(self, name)
            require(all(map(_is_network, value)), f"access.{name}", value, "addresses or networks, as 10.1.0.0/16")


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True
