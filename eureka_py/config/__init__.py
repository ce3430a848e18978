"""Settings: what they are (`settings`), and where they come from (`loading`)."""

from eureka_py.config.settings import (
    AccessConfig,
    CacheConfig,
    Config,
    DeltaConfig,
    EvictionConfig,
    LimitsConfig,
    LogConfig,
    MetadataConfig,
    OverridesConfig,
    PreservationConfig,
    RateLimiterConfig,
    RegistryConfig,
    ServerConfig,
    TlsConfig,
)

__all__ = [
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
]
