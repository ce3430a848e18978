"""Every setting of a node: the sections put together.

A setting is added to its section in `sections/`, and is then known to files, variables, flags and documents.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from eureka_py.config.sections.access import AccessConfig
from eureka_py.config.sections.cache import CacheConfig, DeltaConfig
from eureka_py.config.sections.limits import LimitsConfig, RateLimiterConfig
from eureka_py.config.sections.log import LogConfig
from eureka_py.config.sections.preservation import GLOBAL, PER_LEASE, EvictionConfig, PreservationConfig
from eureka_py.config.sections.registry import MetadataConfig, OverridesConfig, RegistryConfig
from eureka_py.config.sections.server import ONE_WORKER, ServerConfig
from eureka_py.config.sections.setting import setting
from eureka_py.config.sections.tls import TlsConfig

__all__ = [
    "GLOBAL",
    "ONE_WORKER",
    "PER_LEASE",
    "AccessConfig",
    "CacheConfig",
    "Config",
    "DeltaConfig",
    "EvictionConfig",
    "LimitsConfig",
    "LogConfig",
    "MetadataConfig",
    "OverridesConfig",
    "PreservationConfig",
    "RateLimiterConfig",
    "RegistryConfig",
    "ServerConfig",
    "TlsConfig",
    "setting",
]


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
    access: AccessConfig = field(default_factory=AccessConfig)
    tls: TlsConfig = field(default_factory=TlsConfig)
    limits: LimitsConfig = field(default_factory=LimitsConfig)
    rate_limiter: RateLimiterConfig = field(default_factory=RateLimiterConfig)
