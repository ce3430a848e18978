"""Where a request comes from, as far as that can be believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from eureka_py.admission.admitted import RequestHead

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

MOST_HOPS = 32
"""How many addresses of X-Forwarded-For are looked at, from the nearest; no chain of proxies is longer."""


class Networks:
    """A set of addresses and networks, as `10.0.0.7` and `10.1.0.0/16`."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._networks = tuple(ipaddress.ip_network(text, strict=False) for text in texts)

    def __contains__(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self._networks)


class Origin(NamedTuple):
    """Where a request comes from. `text` is for logs and for counting; `is_local`: from this machine, surely."""

    text: str
    address: Address | None
    is_local: bool


class Origins:
    """Finds out where requests come from; only trusted proxies are believed what they say of others."""

    def __init__(self, trusted_proxies: Iterable[str]) -> None:
        self._proxies = Networks(trusted_proxies)

    def of(self, head: RequestHead) -> Origin:
        """Return the origin of a request: the connection's other end, or whom the chain of trusted proxies names."""
        remote = parsed(head.remote_address)
        forwarded = head.header("X-Forwarded-For")
        if forwarded is None and head.header("Forwarded") is None:
            return Origin(head.remote_address, remote, _is_local(head.remote_address, remote))
        if forwarded is None or remote not in self._proxies:
            # Somebody passes requests on whom nobody named: what comes from there may come from anywhere.
            return Origin(head.remote_address, remote, is_local=False)
        return self._named(forwarded, head.remote_address, remote)

    def _named(self, forwarded: str, text: str, address: Address | None) -> Origin:
        """Return the last in the chain that is no trusted proxy; each one names who came before it."""
        for name in reversed(forwarded.split(",")[-MOST_HOPS:]):
            if address not in self._proxies:
                break
            text, address = name.strip()[:64], parsed(name.strip())
        return Origin(text if address is None else str(address), address, is_local=False)


@lru_cache(maxsize=4096)
def parsed(text: str) -> Address | None:
    """Return an address, as IPv4 if it is one in IPv6's clothes; None if it is none. A port may follow."""
    bare = text.removeprefix("[").partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _is_local(text: str, address: Address | None) -> bool:
    return text == "" or (address is not None and address.is_loopback)
