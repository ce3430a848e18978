"""What the node says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from eureka_py.config.sections.setting import require, setting

LEVELS = "debug, info, warning or error"


@dataclass(frozen=True, kw_only=True)
class LogConfig:
    """What the node says of itself on standard error."""

    format: str = setting("console", "`console` for people, `json` for machines.")
    level: str = setting("info", "Least level that is written: debug, info, warning or error.")
    access: bool = setting(False, "Write a JSON line for each request, on standard output.")

    def __post_init__(self) -> None:
        require(self.format in ("console", "json"), "log.format", self.format, "console or json")
        require(self.level in ("debug", "info", "warning", "error"), "log.level", self.level, LEVELS)
