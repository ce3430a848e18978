from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from eureka_py.config import (
    CacheConfig,
    Config,
    DeltaConfig,
    EvictionConfig,
    LimitsConfig,
    LogConfig,
    OverridesConfig,
    PreservationConfig,
    RegistryConfig,
    ServerConfig,
)
from eureka_py.errors import ConfigError

REFUSED: list[tuple[type[Any], str, Any]] = [
    (ServerConfig, "host", ""),
    (ServerConfig, "host", "unix:"),
    (ServerConfig, "port", -1),
    (ServerConfig, "port", 65536),
    (ServerConfig, "workers", 0),
    (ServerConfig, "workers", 2),
    (ServerConfig, "threads", 0),
    (ServerConfig, "connections", 8),
    (ServerConfig, "keepalive_s", -1),
    (ServerConfig, "drain_s", -1),
    (ServerConfig, "base_path", "eureka"),
    (ServerConfig, "base_path", "/eureka/"),
    (LogConfig, "format", "xml"),
    (LogConfig, "level", "INFO"),
    (RegistryConfig, "recent_leases", -1),
    (DeltaConfig, "retention_ms", 0),
    (DeltaConfig, "sweep_interval_ms", 0),
    (DeltaConfig, "max_changes", 0),
    (CacheConfig, "update_interval_ms", -1),
    (CacheConfig, "auto_expiration_s", 0),
    (CacheConfig, "max_bytes", 0),
    (EvictionConfig, "interval_ms", 0),
    (PreservationConfig, "arithmetic", "sum"),
    (PreservationConfig, "renewal_percent_threshold", 0.0),
    (PreservationConfig, "renewal_percent_threshold", 1.01),
    (PreservationConfig, "missed_renewals", 0),
    (PreservationConfig, "max_duration_s", -1),
    (PreservationConfig, "expected_client_renewal_interval_s", 0),
    (PreservationConfig, "threshold_update_interval_ms", 0),
    (PreservationConfig, "initial_expected_clients", -1),
    (OverridesConfig, "lifetime_s", -1),
    (LimitsConfig, "body_bytes", 0),
]


@pytest.mark.parametrize(("section", "name", "value"), REFUSED)
def test_a_section_refuses_a_value_that_it_cannot_use(section: type[Any], name: str, value: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        section(**{name: value})
    assert caught.value.key.endswith(f".{name}")
    assert caught.value.value == value


def test_a_refusal_names_the_section_under_which_the_setting_is_found() -> None:
    sections = {type(getattr(Config(), field.name)): field.name for field in dataclasses.fields(Config)}
    for section, name, value in REFUSED:
        with pytest.raises(ConfigError) as caught:
            section(**{name: value})
        assert caught.value.key == f"{sections[section]}.{name}"


def test_settings_do_not_change_once_made() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Config().server.port = 1  # type: ignore[misc]
