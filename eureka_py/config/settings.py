"""Every setting: one small frozen dataclass per part, each of which refuses values that it cannot use.

A field is declared by `setting`, which keeps beside the default what documentation and loading need: one sentence,
and the name that Netflix's server gives to the same thing, if it has one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from eureka_py.errors import ConfigError

T = TypeVar("T")


def setting(default: T, doc: str, *, netflix: str | None = None) -> T:
    """Declare a setting. `netflix` is its property name there, without the leading `eureka.`; the units are equal."""
    value: Any = field(default=default, metadata={"doc": doc, "netflix": netflix})
    return value  # type: ignore[no-any-return]


ONE_WORKER = (
    "1: the registry lives in one process, a second worker would be a second registry behind the same port;"
    " for more capacity run more nodes"
)


@dataclass(frozen=True, kw_only=True)
class ServerConfig:
    """Where the node listens, and how it presents itself."""

    host: str = setting("127.0.0.1", "Address to listen on: IPv4, IPv6, a host name, or `unix:/path/to.sock`.")
    port: int = setting(8761, "Port to listen on; without meaning for a unix socket.")
    workers: int = setting(1, "Worker processes. Always 1: the registry is in the memory of one process.")
    threads: int = setting(8, "Threads that answer requests.")
    connections: int = setting(10_000, "Connections open at once; more wait. The limit of open files bounds it, too.")
    keepalive_s: int = setting(75, "How long an idle connection is kept open, in seconds.")
    request_timeout_s: int = setting(
        10, "Longest pause while a request is received or an answer is taken, in seconds; then the connection ends."
    )
    drain_s: int = setting(10, "How long running requests may go on after a stop signal, in seconds.")
    insecure: bool = setting(False, "Allow listening beyond loopback although nothing protects the node.")
    base_path: str = setting("/eureka", "Path under which Eureka's endpoints are served.")
    environment: str = setting("test", "Name of the environment, shown on the status page.", netflix="environment")
    datacenter: str = setting("default", "Name of the data center, shown on the status page.", netflix="datacenter")

    def __post_init__(self) -> None:
        _require(self.host not in ("", "unix:"), "server.host", self.host, "an address or unix:/path")
        _require(0 <= self.port <= 65535, "server.port", self.port, "0 to 65535")
        _require(
            self.workers == 1,
            "server.workers",
            self.workers,
            ONE_WORKER,
        )
        _require(self.threads >= 1, "server.threads", self.threads, "1 or more")
        _require(self.connections > self.threads, "server.connections", self.connections, "more than server.threads")
        _require(self.keepalive_s >= 0, "server.keepalive_s", self.keepalive_s, "0 or more")
        _require(self.request_timeout_s >= 1, "server.request_timeout_s", self.request_timeout_s, "1 or more")
        _require(self.drain_s >= 0, "server.drain_s", self.drain_s, "0 or more")
        _require(
            self.base_path == "" or _is_free_path(self.base_path),
            "server.base_path",
            self.base_path,
            "empty, or a path such as /eureka that does not end with /, other than /health, /ops and /lastn",
        )


LEVELS = "debug, info, warning or error"


@dataclass(frozen=True, kw_only=True)
class LogConfig:
    """What the node says of itself on standard error."""

    format: str = setting("console", "`console` for people, `json` for machines.")
    level: str = setting("info", "Least level that is written: debug, info, warning or error.")

    def __post_init__(self) -> None:
        _require(self.format in ("console", "json"), "log.format", self.format, "console or json")
        _require(self.level in ("debug", "info", "warning", "error"), "log.level", self.level, LEVELS)


@dataclass(frozen=True, kw_only=True)
class RegistryConfig:
    """Rules of the registry that belong to no part of it alone."""

    sync_when_timestamp_differs: bool = setting(
        True,
        "Compare the dirty timestamp of a heartbeat with the registered one.",
        netflix="syncWhenTimestampDiffers",
    )
    data_center_id_required: bool = setting(
        False,
        "Refuse an instance in Amazon's data center that has no `instance-id` there; else its own id is put in.",
        netflix="experimental.registration.validation.dataCenterInfoId",
    )
    id_from_metadata: bool = setting(
        False, "Take the metadata `instanceId` for the id of an instance that sends none, as Spring's server does."
    )
    recent_leases: int = setting(1000, "How many registrations and cancellations the last-N page remembers, each.")

    def __post_init__(self) -> None:
        _require(self.recent_leases >= 0, "registry.recent_leases", self.recent_leases, "0 or more")


@dataclass(frozen=True, kw_only=True)
class DeltaConfig:
    """How long changes can be read as a delta."""

    disabled: bool = setting(
        False, "Refuse delta reads with 403, so that clients read in full.", netflix="disableDelta"
    )
    retention_ms: int = setting(
        180_000, "How long a change stays in the delta, in milliseconds.", netflix="retentionTimeInMSInDeltaQueue"
    )
    sweep_interval_ms: int = setting(
        30_000,
        "Pause between removals of old changes from the delta, in milliseconds.",
        netflix="deltaRetentionTimerIntervalInMs",
    )
    max_changes: int = setting(100_000, "How many changed instances the delta holds at most; the oldest go first.")

    def __post_init__(self) -> None:
        _require(self.retention_ms > 0, "delta.retention_ms", self.retention_ms, "more than 0")
        _require(self.sweep_interval_ms > 0, "delta.sweep_interval_ms", self.sweep_interval_ms, "more than 0")
        _require(self.max_changes > 0, "delta.max_changes", self.max_changes, "more than 0")


@dataclass(frozen=True, kw_only=True)
class CacheConfig:
    """The two tiers of ready-made answers."""

    use_read_only: bool = setting(
        True,
        "Read through the read-only tier, if it may have an age; false makes every read see the last write.",
        netflix="shouldUseReadOnlyResponseCache",
    )
    update_interval_ms: int = setting(
        0,
        "Age that the read-only tier may reach, in milliseconds; 0: every read sees the last write. Netflix: 30000.",
        netflix="responseCacheUpdateIntervalMs",
    )
    auto_expiration_s: int = setting(
        180,
        "Age at which an answer is built anew although nothing changed, in seconds: shown lease times follow.",
        netflix="responseCacheAutoExpirationInSeconds",
    )
    max_bytes: int = setting(268_435_456, "Memory for ready-made answers, and for what they are made from, in bytes.")

    def __post_init__(self) -> None:
        _require(self.update_interval_ms >= 0, "cache.update_interval_ms", self.update_interval_ms, "0 or more")
        _require(self.auto_expiration_s > 0, "cache.auto_expiration_s", self.auto_expiration_s, "more than 0")
        _require(self.max_bytes > 0, "cache.max_bytes", self.max_bytes, "more than 0")


@dataclass(frozen=True, kw_only=True)
class EvictionConfig:
    """When expired leases are removed."""

    interval_ms: int = setting(
        60_000, "Pause between sweeps for expired leases, in milliseconds.", netflix="evictionIntervalTimerInMs"
    )
    limited: bool = setting(
        True,
        "Remove at most 1 - preservation.renewal_percent_threshold of all leases in one sweep, as Eureka does.",
    )

    def __post_init__(self) -> None:
        _require(self.interval_ms > 0, "eviction.interval_ms", self.interval_ms, "more than 0")


PER_LEASE = "per_lease"
GLOBAL = "global"


@dataclass(frozen=True, kw_only=True)
class PreservationConfig:
    """When too many leases fall silent at once to believe that all of their holders died."""

    enabled: bool = setting(True, "Stop evicting while too few leases are renewed.", netflix="enableSelfPreservation")
    arithmetic: str = setting(
        PER_LEASE,
        "`per_lease`: each lease is judged by its own renewal interval; `global`: Netflix's sum over one interval.",
    )
    renewal_percent_threshold: float = setting(
        0.85, "Share of renewals, 0 to 1, below which nothing is evicted.", netflix="renewalPercentThreshold"
    )
    missed_renewals: int = setting(
        2, "`per_lease`: renewal intervals without a renewal after which a lease counts as silent."
    )
    max_duration_s: int = setting(
        0, "Seconds after which preservation ends although renewals did not come back; 0: never, as in Eureka."
    )
    expected_client_renewal_interval_s: int = setting(
        30,
        "`global`: renewal interval assumed of every client, in seconds.",
        netflix="expectedClientRenewalIntervalSeconds",
    )
    threshold_update_interval_ms: int = setting(
        900_000,
        "`global`: pause between recounts of the clients, in milliseconds.",
        netflix="renewalThresholdUpdateIntervalMs",
    )
    initial_expected_clients: int = setting(
        0, "`global`: clients expected before any registered. Spring's server says 1."
    )

    def __post_init__(self) -> None:
        _require(
            self.arithmetic in (PER_LEASE, GLOBAL), "preservation.arithmetic", self.arithmetic, "per_lease or global"
        )
        _require(
            0.0 < self.renewal_percent_threshold <= 1.0,
            "preservation.renewal_percent_threshold",
            self.renewal_percent_threshold,
            "in (0, 1]",
        )
        _require(self.missed_renewals >= 1, "preservation.missed_renewals", self.missed_renewals, "1 or more")
        _require(self.max_duration_s >= 0, "preservation.max_duration_s", self.max_duration_s, "0 or more")
        _require(
            self.expected_client_renewal_interval_s > 0,
            "preservation.expected_client_renewal_interval_s",
            self.expected_client_renewal_interval_s,
            "more than 0",
        )
        _require(
            self.threshold_update_interval_ms > 0,
            "preservation.threshold_update_interval_ms",
            self.threshold_update_interval_ms,
            "more than 0",
        )
        _require(
            self.initial_expected_clients >= 0,
            "preservation.initial_expected_clients",
            self.initial_expected_clients,
            "0 or more",
        )


@dataclass(frozen=True, kw_only=True)
class OverridesConfig:
    """How long a status set at the server holds."""

    lifetime_s: int = setting(
        0, "Seconds for which an override outlives an evicted lease; 0: it goes with the lease, as in Eureka."
    )

    def __post_init__(self) -> None:
        _require(self.lifetime_s >= 0, "overrides.lifetime_s", self.lifetime_s, "0 or more")


@dataclass(frozen=True, kw_only=True)
class MetadataConfig:
    """What becomes of metadata set at the server."""

    survives_registration: bool = setting(
        False,
        "Keep metadata set at the server when the client registers again; false: the client's wins, as in Eureka.",
    )


@dataclass(frozen=True, kw_only=True)
class LimitsConfig:
    """Sizes beyond which a request is refused."""

    body_bytes: int = setting(10_485_760, "Largest request body, in bytes, before and after gzip is undone.")

    def __post_init__(self) -> None:
        _require(self.body_bytes > 0, "limits.body_bytes", self.body_bytes, "more than 0")


@dataclass(frozen=True, kw_only=True)
class Config:
    """All settings of a node. A key is written `section.name`, as in `delta.retention_ms`."""

    server: ServerConfig = field(default_factory=ServerConfig)
    log: LogConfig = field(default_factory=LogConfig)
    registry: RegistryConfig = field(default_factory=RegistryConfig)
    delta: DeltaConfig = field(default_factory=DeltaConfig)
    cache: CacheConfig = field(default_factory=CacheConfig)
    eviction: EvictionConfig = field(default_factory=EvictionConfig)
    preservation: PreservationConfig = field(default_factory=PreservationConfig)
    overrides: OverridesConfig = field(default_factory=OverridesConfig)
    metadata: MetadataConfig = field(default_factory=MetadataConfig)
    limits: LimitsConfig = field(default_factory=LimitsConfig)


def _is_free_path(path: str) -> bool:
    first, *rest = path.split("/")
    return first == "" and bool(rest) and all(rest) and rest not in (["health"], ["ops"], ["lastn"])


def _require(is_met: bool, key: str, value: object, expected: str) -> None:
    if not is_met:
        raise ConfigError(key, value, expected)
