"""Sizes and rates beyond which a request is refused."""

from __future__ import annotations

from dataclasses import dataclass, fields

from eureka_py.config.sections.setting import require, setting


@dataclass(frozen=True, kw_only=True)
class LimitsConfig:
    """Sizes and rates beyond which a request is refused."""

    body_bytes: int = setting(10_485_760, "Largest request body, in bytes, before and after gzip is undone.")
    registration_bytes: int = setting(
        1_048_576, "Largest body of one registration, in bytes; only a peer's batch needs more."
    )
    gzip_ratio: int = setting(200, "How many times larger than sent a gzip body may get, once it is beyond 1 MiB.")
    depth: int = setting(32, "Levels of JSON or XML within each other.")
    elements: int = setting(250_000, "JSON values or XML elements and attributes in one body.")
    batch_items: int = setting(1_000, "Actions in one batch of a peer; Java peers send 250 at most.")
    instance_bytes: int = setting(65_536, "Size of one instance, all its texts together, in bytes of UTF-8.")
    metadata_entries: int = setting(256, "Metadata entries of one instance, and of its Amazon data center.")
    metadata_bytes: int = setting(
        32_768, "Size of an instance's metadata, names and values, in bytes of UTF-8; the same for its data center's."
    )
    name_length: int = setting(255, "Characters of the name of an application or VIP address.")
    id_length: int = setting(512, "Characters of an instance id.")
    vip_addresses: int = setting(64, "VIP addresses that one instance may list, plain and secure each.")
    apps: int = setting(20_000, "Applications in the registry.")
    instances_per_app: int = setting(20_000, "Instances of one application.")
    instances: int = setting(100_000, "Instances in the registry.")
    requests_per_second: int = setting(
        1_000, "Requests of one address in a second, on average; 0: any number. Loopback and peers are not counted."
    )
    requests_burst: int = setting(2_000, "Requests that one address may send at once, before the average counts.")

    def __post_init__(self) -> None:
        for field_ in fields(self):
            least = 0 if field_.name == "requests_per_second" else 1
            value = getattr(self, field_.name)
            require(value >= least, f"limits.{field_.name}", value, f"{least} or more")


@dataclass(frozen=True, kw_only=True)
class RateLimiterConfig:
    """Netflix's limit on reading the registry, for all clients together but Eureka's own."""

    enabled: bool = setting(
        False,
        "Refuse reads beyond the limits with 503; false: only count them.",
        netflix="rateLimiter.enabled",
        spring="eureka.server.rate-limiter-enabled",
    )
    throttle_standard_clients: bool = setting(
        False,
        "Count Eureka's own clients, and privileged ones, too.",
        netflix="rateLimiter.throttleStandardClients",
        spring="eureka.server.rate-limiter-throttle-standard-clients",
    )
    privileged_clients: tuple[str, ...] = setting(
        (),
        "Names in the header DiscoveryIdentity-Name that are not limited, besides those of Eureka's own clients.",
        netflix="rateLimiter.privilegedClients",
        spring="eureka.server.rate-limiter-privileged-clients",
    )
    burst_size: int = setting(
        10,
        "Reads that may come at once.",
        netflix="rateLimiter.burstSize",
        spring="eureka.server.rate-limiter-burst-size",
    )
    registry_fetch_average_rate: int = setting(
        500,
        "Reads of applications in a second: all, one, or the delta.",
        unit="1/s",
        netflix="rateLimiter.registryFetchAverageRate",
        spring="eureka.server.rate-limiter-registry-fetch-average-rate",
    )
    full_fetch_average_rate: int = setting(
        100,
        "Reads of all applications in a second.",
        unit="1/s",
        netflix="rateLimiter.fullFetchAverageRate",
        spring="eureka.server.rate-limiter-full-fetch-average-rate",
    )
