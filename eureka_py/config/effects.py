"""Settings that somebody made, and that change nothing beside the others."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from typing import NamedTuple

from eureka_py.config.loading import DEFAULT_ORIGIN, LoadedConfig
from eureka_py.config.settings import GLOBAL, PER_LEASE, Config


class _Rule(NamedTuple):
    """While `holds`, the settings `idle` have no effect, since `because`."""

    holds: Callable[[Config], bool]
    because: str
    idle: tuple[str, ...]


_NETFLIXS_ARITHMETIC = (
    "preservation.expected_client_renewal_interval_s",
    "preservation.threshold_update_interval_ms",
    "preservation.initial_expected_clients",
)

_RULES = (
    _Rule(lambda c: c.server.host.startswith("unix:"), "server.host is a unix socket", ("server.port",)),
    _Rule(lambda c: _is_loopback(c.server.host), "server.host is only for this machine", ("server.insecure",)),
    _Rule(
        lambda c: bool(c.access.credentials_file) or c.tls.client_certificate == "required",
        "clients have to show credentials or a certificate anyway",
        ("server.insecure",),
    ),
    _Rule(
        lambda c: c.preservation.arithmetic == PER_LEASE,
        f'preservation.arithmetic is "{PER_LEASE}"; "{GLOBAL}" is Netflix\'s',
        _NETFLIXS_ARITHMETIC,
    ),
    _Rule(
        lambda c: c.preservation.arithmetic == GLOBAL,
        f'preservation.arithmetic is "{GLOBAL}"',
        ("preservation.missed_renewals",),
    ),
    _Rule(lambda c: not c.preservation.enabled, "preservation.enabled is false", ("preservation.max_duration_s",)),
    _Rule(lambda c: not c.cache.use_read_only, "cache.use_read_only is false", ("cache.update_interval_ms",)),
    _Rule(
        lambda c: c.cache.use_read_only and c.cache.update_interval_ms == 0,
        "cache.update_interval_ms is 0, so that every read sees the last write",
        ("cache.use_read_only",),
    ),
    _Rule(
        lambda c: not c.access.credentials_file,
        "access.credentials_file names no file",
        ("access.remember_s", "access.failures_per_minute"),
    ),
    _Rule(lambda c: c.tls.client_certificate == "none", 'tls.client_certificate is "none"', ("tls.ca_file",)),
    _Rule(lambda c: c.limits.requests_per_second == 0, "limits.requests_per_second is 0", ("limits.requests_burst",)),
    _Rule(
        lambda c: c.rate_limiter.throttle_standard_clients,
        "rate_limiter.throttle_standard_clients is true, so that no client is privileged",
        ("rate_limiter.privileged_clients",),
    ),
    _Rule(
        lambda c: c.rate_limiter.burst_size <= 0,
        "rate_limiter.burst_size is not more than 0, which means no limit",
        (
            "rate_limiter.enabled",
            "rate_limiter.registry_fetch_average_rate",
            "rate_limiter.full_fetch_average_rate",
        ),
    ),
)


def idle_settings(loaded: LoadedConfig) -> Iterator[str]:
    """Say for each setting that was made and has no effect why not; settings left at their defaults are not meant."""
    reasons = {dotted: rule.because for rule in reversed(_RULES) if rule.holds(loaded.config) for dotted in rule.idle}
    for dotted, because in reasons.items():
        origin = loaded.origins[dotted]
        if origin != DEFAULT_ORIGIN:
            yield f"{dotted} (from {origin}) has no effect: {because}"


def _is_loopback(host: str) -> bool:
    if host.startswith("unix:") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False
