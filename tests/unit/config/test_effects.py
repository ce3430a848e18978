from __future__ import annotations

import pytest

from eureka_py.config.effects import idle_settings
from eureka_py.config.keys import Value, all_keys
from eureka_py.config.loading import Sourced, built


def idle(**made: Value) -> dict[str, str]:
    """Return what is idle, and why. In the names of settings, `__` stands for the dot."""
    values = {name.replace("__", "."): Sourced(value, "a.toml") for name, value in made.items()}
    lines = [line.split(" (from a.toml) has no effect: ") for line in idle_settings(built(values))]
    return {line[0]: line[1] for line in lines}


def test_settings_left_at_their_defaults_are_never_idle() -> None:
    assert list(idle_settings(built({}))) == []


@pytest.mark.parametrize(
    ("setting", "ruling"),
    [
        ({"server__port": 9}, {"server__host": "unix:/x.sock"}),
        ({"server__insecure": True}, {"server__host": "::1"}),
        ({"server__insecure": True}, {"server__host": "0.0.0.0", "access__credentials_file": "/c"}),
        ({"preservation__expected_client_renewal_interval_s": 5}, {}),
        ({"preservation__threshold_update_interval_ms": 5}, {}),
        ({"preservation__initial_expected_clients": 5}, {"preservation__arithmetic": "per_lease"}),
        ({"preservation__missed_renewals": 3}, {"preservation__arithmetic": "global"}),
        ({"preservation__max_duration_s": 3}, {"preservation__enabled": False}),
        ({"cache__update_interval_ms": 5}, {"cache__use_read_only": False}),
        ({"cache__use_read_only": True}, {}),
        ({"access__remember_s": 5}, {}),
        ({"access__failures_per_minute": 5}, {}),
        ({"tls__ca_file": "/ca"}, {}),
        ({"limits__requests_burst": 5}, {"limits__requests_per_second": 0}),
        ({"rate_limiter__privileged_clients": ("a",)}, {"rate_limiter__throttle_standard_clients": True}),
        ({"rate_limiter__enabled": True}, {"rate_limiter__burst_size": 0}),
    ],
)
def test_a_setting_without_effect_is_named(setting: dict[str, Value], ruling: dict[str, Value]) -> None:
    assert list(idle(**setting, **ruling)) == [next(iter(setting)).replace("__", ".")]


@pytest.mark.parametrize(
    "made",
    [
        {"server__insecure": True, "server__host": "0.0.0.0"},
        {"server__insecure": True, "server__host": "registry.example.org"},
        {"preservation__arithmetic": "global", "preservation__initial_expected_clients": 1},
        {"preservation__arithmetic": "per_lease", "preservation__missed_renewals": 3},
        {"cache__use_read_only": True, "cache__update_interval_ms": 30_000},
        {"access__credentials_file": "/c", "access__remember_s": 5},
        {"rate_limiter__enabled": True},
    ],
)
def test_a_setting_with_effect_is_not_named(made: dict[str, Value]) -> None:
    assert idle(**made) == {}


def test_a_setting_that_is_idle_for_two_reasons_is_named_once() -> None:
    made: dict[str, Value] = {"server__insecure": True, "server__host": "127.0.0.1", "access__credentials_file": "/c"}
    assert idle(**made) == {"server.insecure": "server.host is only for this machine"}


def test_every_idle_setting_and_every_reason_is_one_that_exists() -> None:
    known = {key.dotted for key in all_keys()}
    words = " ".join(idle(cache__use_read_only=True, tls__ca_file="/x", access__remember_s=1).values()).split()
    assert {word for word in words if word.count(".") == 1 and not word.endswith(".")} <= known
