"""Properties of the client within a Java server: Netflix's name, and Spring's, of which one may be lacking.

A special name comes before a pattern that covers it.
"""

from __future__ import annotations

from eureka_py.config.foreign.reasons import NO_CLIENT, NO_REPLICATION

CLIENT: dict[str, tuple[tuple[str, str], ...]] = {
    NO_REPLICATION: (
        ("eureka.serviceUrl.*", "eureka.client.service-url.*"),
        ("eureka.region", "eureka.client.region"),
        ("eureka.*.availabilityZones", "eureka.client.availability-zones.*"),
        ("eureka.preferSameZone", "eureka.client.prefer-same-zone-eureka"),
        ("eureka.shouldUseDns", "eureka.client.use-dns-for-fetching-service-urls"),
        ("eureka.eurekaServer.domainName", "eureka.client.eureka-server-d-n-s-name"),
        ("eureka.eurekaServer.port", "eureka.client.eureka-server-port"),
        ("eureka.eurekaServer.context", "eureka.client.eureka-server-u-r-l-context"),
        ("eureka.transport.applicationsResolverUseIp", "eureka.client.transport.applications-resolver-use-ip"),
    ),
    "it is about connections to peers: replication with other nodes is not in this version": (
        ("com.netflix.eureka.shouldSSLConnectionsUseSystemSocketFactory", ""),
    ),
    "a node that starts answers at once: there is no peer whose registry it could lack": (
        ("", "eureka.instance.registry.default-open-for-traffic-count"),
    ),
    "--config names the file of settings": (("eureka.server.props", ""),),
    "the port under which a Java server registers itself; the node listens on server.port": (
        ("eureka.port", "eureka.instance.non-secure-port"),
    ),
    NO_CLIENT: (
        ("eureka.registration.enabled", "eureka.client.register-with-eureka"),
        ("eureka.shouldFetchRegistry", "eureka.client.fetch-registry"),
        ("eureka.shouldFilterOnlyUpInstances", "eureka.client.filter-only-up-instances"),
        ("eureka.client.refresh.interval", "eureka.client.registry-fetch-interval-seconds"),
        ("eureka.shouldOnDemandUpdateStatusChange", "eureka.client.on-demand-update-status-change"),
        ("eureka.name", "eureka.instance.appname"),
        ("eureka.vipAddress", "eureka.instance.virtual-host-name"),
        ("eureka.hostname", "eureka.instance.hostname"),
        ("eureka.lease.renewalInterval", "eureka.instance.lease-renewal-interval-in-seconds"),
        ("eureka.lease.duration", "eureka.instance.lease-expiration-duration-in-seconds"),
        ("eureka.traffic.enabled", "eureka.instance.instance-enabled-onit"),
        ("", "eureka.instance.prefer-ip-address"),
        ("", "eureka.instance.initial-status"),
        ("", "eureka.instance.async-client-initialization"),
        ("eureka.transport.**", "eureka.client.transport.**"),
        ("eureka.metadata.*", "eureka.instance.metadata-map.**"),
        ("eureka.validateInstanceId", ""),
        ("", "eureka.client.**"),
        ("", "eureka.instance.**"),
        ("", "spring.application.name"),
    ),
}
