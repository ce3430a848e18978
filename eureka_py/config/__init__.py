"""Settings: what they are (`settings`), and where they come from (`loading`)."""

from eureka_py.config.settings import (
    CacheConfig,
    Config,
    DeltaConfig,
    EvictionConfig,
    LimitsConfig,
    LogConfig,
    MetadataConfig,
    OverridesConfig,
    PreservationConfig,
    RegistryConfig,
    ServerConfig,
)

__all__ = [
    "CacheConfig",
    "Config",
    "DeltaConfig",
    "EvictionConfig",
    "LimitsConfig",
    "LogConfig",
    "MetadataConfig",
    "OverridesConfig",
    "PreservationConfig",
    "RegistryConfig",
    "ServerConfig",
]
