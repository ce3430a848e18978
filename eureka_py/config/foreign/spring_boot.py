"""Properties of Spring Boot around Spring's server. A special name comes before a pattern that covers it."""

from __future__ import annotations

from eureka_py.config.foreign.reasons import NO_SERVLETS, NO_SPRING

SPRING_BOOT: dict[str, tuple[str, ...]] = {
    "the status page is always there, at /": ("eureka.dashboard.enabled", "eureka.dashboard.path"),
    "server.base_path is the whole path of Eureka's endpoints": ("server.servlet.context-path",),
    "a stop always lets running requests end, for server.drain_s": (
        "server.shutdown",
        "spring.lifecycle.timeout-per-shutdown-phase",
    ),
    "access.trusted_proxies names the proxies that are believed": ("server.forward-headers-strategy",),
    "section tls has the files of HTTPS, in PEM": ("server.ssl.**", "spring.ssl.**"),
    "answers are labelled as Eureka's clients need it": ("server.servlet.encoding.force",),
    NO_SERVLETS: (
        "server.servlet.**",
        "server.tomcat.**",
        "server.jetty.**",
        "server.undertow.**",
        "server.netty.**",
        "server.http2.**",
        "server.compression.**",
        "server.error.**",
        "server.max-http-request-header-size",
        "server.server-header",
    ),
    "users and tokens are in access.credentials_file, made by `eureka-py user` and `eureka-py token`": (
        "spring.security.**",
    ),
    "profiles are for `eureka-py import-config --profile`; a file of settings here has none": (
        "spring.profiles",
        "spring.profiles.**",
        "spring.config.**",
    ),
    "section log says what is logged, and how": ("logging.**",),
    "health, metrics and operation have their own pages here: /health, /metrics and /ops": ("management.**",),
    NO_SPRING: ("spring.**", "info.**", "encrypt.**", "security.**"),
}
