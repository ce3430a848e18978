"""Where the node listens, and how it presents itself."""

from __future__ import annotations

from dataclasses import dataclass

from eureka_py.config.sections.setting import require, setting

ONE_WORKER = (
    "1: the registry lives in one process, a second worker would be a second registry behind the same port;"
    " for more capacity run more nodes"
)


@dataclass(frozen=True, kw_only=True)
class ServerConfig:
    """Where the node listens, and how it presents itself."""

    host: str = setting(
        "127.0.0.1", "Address to listen on: IPv4, IPv6, a host name, or `unix:/path/to.sock`.", spring="server.address"
    )
    port: int = setting(8761, "Port to listen on; without meaning for a unix socket.", spring="server.port")
    workers: int = setting(1, "Worker processes. Always 1: the registry is in the memory of one process.")
    threads: int = setting(8, "Threads that answer requests.")
    connections: int = setting(10_000, "Connections open at once; more wait. The limit of open files bounds it, too.")
    keepalive_s: int = setting(75, "How long an idle connection is kept open, in seconds.")
    request_timeout_s: int = setting(
        10, "Longest pause while a request is received or an answer is taken, in seconds; then the connection ends."
    )
    drain_s: int = setting(10, "How long running requests may go on after a stop signal, in seconds.")
    insecure: bool = setting(
        False, "Allow listening beyond loopback although neither credentials nor client certificates protect the node."
    )
    base_path: str = setting("/eureka", "Path under which Eureka's endpoints are served.")
    environment: str = setting(
        "test", "Name of the environment, shown on the status page.", netflix="environment", spring="eureka.environment"
    )
    datacenter: str = setting(
        "default",
        "Name of the data center, shown on the status page.",
        netflix="datacenter",
        spring="eureka.datacenter",
    )

    def __post_init__(self) -> None:
        require(self.host not in ("", "unix:"), "server.host", self.host, "an address or unix:/path")
        require(0 <= self.port <= 65535, "server.port", self.port, "0 to 65535")
        require(
            self.workers == 1,
            "server.workers",
            self.workers,
            ONE_WORKER,
        )
        require(self.threads >= 1, "server.threads", self.threads, "1 or more")
        require(self.connections > self.threads, "server.connections", self.connections, "more than server.threads")
        require(self.keepalive_s >= 0, "server.keepalive_s", self.keepalive_s, "0 or more")
        require(self.request_timeout_s >= 1, "server.request_timeout_s", self.request_timeout_s, "1 or more")
        require(self.drain_s >= 0, "server.drain_s", self.drain_s, "0 or more")
        require(
            self.base_path == "" or _is_free_path(self.base_path),
            "server.base_path",
            self.base_path,
            "empty, or a path such as /eureka that does not end with /, other than /health, /ops, /lastn and /metrics",
        )


def _is_free_path(path: str) -> bool:
    first, *rest = path.split("/")
    return first == "" and bool(rest) and all(rest) and rest not in (["health"], ["ops"], ["lastn"], ["metrics"])
