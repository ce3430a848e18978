"""Rules of the registry: registration, statuses and metadata."""

from __future__ import annotations

from dataclasses import dataclass

from eureka_py.config.sections.setting import require, setting


@dataclass(frozen=True, kw_only=True)
class RegistryConfig:
    """Rules of the registry that belong to no part of it alone."""

    sync_when_timestamp_differs: bool = setting(
        True,
        "Compare the dirty timestamp of a heartbeat with the registered one.",
        netflix="syncWhenTimestampDiffers",
        spring="eureka.server.sync-when-timestamp-differs",
    )
    data_center_id_required: bool = setting(
        False,
        "Refuse an instance in Amazon's data center that has no `instance-id` there; else its own id is put in.",
        netflix="experimental.registration.validation.dataCenterInfoId",
        spring="eureka.server.experimental.registration.validation.dataCenterInfoId",
    )
    id_from_metadata: bool = setting(
        False, "Take the metadata `instanceId` for the id of an instance that sends none, as Spring's server does."
    )
    recent_leases: int = setting(1000, "How many registrations and cancellations the last-N page remembers, each.")

    def __post_init__(self) -> None:
        require(self.recent_leases >= 0, "registry.recent_leases", self.recent_leases, "0 or more")


@dataclass(frozen=True, kw_only=True)
class OverridesConfig:
    """How long a status set at the server holds."""

    lifetime_s: int = setting(
        0, "Seconds for which an override outlives an evicted lease; 0: it goes with the lease, as in Eureka."
    )

    def __post_init__(self) -> None:
        require(self.lifetime_s >= 0, "overrides.lifetime_s", self.lifetime_s, "0 or more")


@dataclass(frozen=True, kw_only=True)
class MetadataConfig:
    """What becomes of metadata set at the server."""

    survives_registration: bool = setting(
        False,
        "Keep metadata set at the server when the client registers again; false: the client's wins, as in Eureka.",
    )
