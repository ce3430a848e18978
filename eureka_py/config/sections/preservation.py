"""When leases end, and when that is not to be believed."""

from __future__ import annotations

from dataclasses import dataclass

from eureka_py.config.sections.setting import require, setting


@dataclass(frozen=True, kw_only=True)
class EvictionConfig:
    """When expired leases are removed."""

    interval_ms: int = setting(
        60_000,
        "Pause between sweeps for expired leases, in milliseconds.",
        netflix="evictionIntervalTimerInMs",
        spring="eureka.server.eviction-interval-timer-in-ms",
    )
    limited: bool = setting(
        True,
        "Remove at most 1 - preservation.renewal_percent_threshold of all leases in one sweep, as Eureka does.",
    )

    def __post_init__(self) -> None:
        require(self.interval_ms > 0, "eviction.interval_ms", self.interval_ms, "more than 0")


PER_LEASE = "per_lease"

GLOBAL = "global"


@dataclass(frozen=True, kw_only=True)
class PreservationConfig:
    """When too many leases fall silent at once to believe that all of their holders died."""

    enabled: bool = setting(
        True,
        "Stop evicting while too few leases are renewed.",
        netflix="enableSelfPreservation",
        spring="eureka.server.enable-self-preservation",
    )
    arithmetic: str = setting(
        PER_LEASE,
        "`per_lease`: each lease is judged by its own renewal interval; `global`: Netflix's sum over one interval.",
    )
    renewal_percent_threshold: float = setting(
        0.85,
        "Share of renewals, 0 to 1, below which nothing is evicted.",
        unit="share",
        netflix="renewalPercentThreshold",
        spring="eureka.server.renewal-percent-threshold",
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
        spring="eureka.server.expected-client-renewal-interval-seconds",
    )
    threshold_update_interval_ms: int = setting(
        900_000,
        "`global`: pause between recounts of the clients, in milliseconds.",
        netflix="renewalThresholdUpdateIntervalMs",
        spring="eureka.server.renewal-threshold-update-interval-ms",
    )
    initial_expected_clients: int = setting(
        0,
        "`global`: clients expected before any registered. Spring's server says 1.",
        spring="eureka.instance.registry.expected-number-of-clients-sending-renews",
    )

    def __post_init__(self) -> None:
        require(
            self.arithmetic in (PER_LEASE, GLOBAL), "preservation.arithmetic", self.arithmetic, "per_lease or global"
        )
        require(
            0.0 < self.renewal_percent_threshold <= 1.0,
            "preservation.renewal_percent_threshold",
            self.renewal_percent_threshold,
            "in (0, 1]",
        )
        require(self.missed_renewals >= 1, "preservation.missed_renewals", self.missed_renewals, "1 or more")
        require(self.max_duration_s >= 0, "preservation.max_duration_s", self.max_duration_s, "0 or more")
        require(
            self.expected_client_renewal_interval_s > 0,
            "preservation.expected_client_renewal_interval_s",
            self.expected_client_renewal_interval_s,
            "more than 0",
        )
        require(
            self.threshold_update_interval_ms > 0,
            "preservation.threshold_update_interval_ms",
            self.threshold_update_interval_ms,
            "more than 0",
        )
        require(
            self.initial_expected_clients >= 0,
            "preservation.initial_expected_clients",
            self.initial_expected_clients,
            "0 or more",
        )
