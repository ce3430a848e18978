"""What readers get: the delta, and ready-made answers."""

from __future__ import annotations

from dataclasses import dataclass

from eureka_py.config.sections.setting import require, setting


@dataclass(frozen=True, kw_only=True)
class DeltaConfig:
    """How long changes can be read as a delta."""

    disabled: bool = setting(
        False,
        "Refuse delta reads with 403, so that clients read in full.",
        netflix="disableDelta",
        spring="eureka.server.disable-delta",
    )
    retention_ms: int = setting(
        180_000,
        "How long a change stays in the delta, in milliseconds.",
        netflix="retentionTimeInMSInDeltaQueue",
        spring="eureka.server.retention-time-in-m-s-in-delta-queue",
    )
    sweep_interval_ms: int = setting(
        30_000,
        "Pause between removals of old changes from the delta, in milliseconds.",
        netflix="deltaRetentionTimerIntervalInMs",
        spring="eureka.server.delta-retention-timer-interval-in-ms",
    )
    max_changes: int = setting(100_000, "How many changed instances the delta holds at most; the oldest go first.")

    def __post_init__(self) -> None:
        require(self.retention_ms > 0, "delta.retention_ms", self.retention_ms, "more than 0")
        require(self.sweep_interval_ms > 0, "delta.sweep_interval_ms", self.sweep_interval_ms, "more than 0")
        require(self.max_changes > 0, "delta.max_changes", self.max_changes, "more than 0")


@dataclass(frozen=True, kw_only=True)
class CacheConfig:
    """The two tiers of ready-made answers."""

    use_read_only: bool = setting(
        True,
        "Read through the read-only tier, if it may have an age; false makes every read see the last write.",
        netflix="shouldUseReadOnlyResponseCache",
        spring="eureka.server.use-read-only-response-cache",
    )
    update_interval_ms: int = setting(
        0,
        "Age that the read-only tier may reach, in milliseconds; 0: every read sees the last write. Netflix: 30000.",
        netflix="responseCacheUpdateIntervalMs",
        spring="eureka.server.response-cache-update-interval-ms",
    )
    auto_expiration_s: int = setting(
        180,
        "Age at which an answer is built anew although nothing changed, in seconds: shown lease times follow.",
        netflix="responseCacheAutoExpirationInSeconds",
        spring="eureka.server.response-cache-auto-expiration-in-seconds",
    )
    max_bytes: int = setting(268_435_456, "Memory for ready-made answers, and for what they are made from, in bytes.")

    def __post_init__(self) -> None:
        require(self.update_interval_ms >= 0, "cache.update_interval_ms", self.update_interval_ms, "0 or more")
        require(self.auto_expiration_s > 0, "cache.auto_expiration_s", self.auto_expiration_s, "more than 0")
        require(self.max_bytes > 0, "cache.max_bytes", self.max_bytes, "more than 0")
