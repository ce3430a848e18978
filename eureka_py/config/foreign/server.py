"""Properties of the server: Netflix's name after `eureka.`, and Spring's after `eureka.server.`; one may be lacking."""

from __future__ import annotations

from eureka_py.config.foreign.reasons import NO_AMAZON, NO_REGIONS, NO_REPLICATION, NOT_READ

SERVER: dict[str, tuple[tuple[str, str], ...]] = {
    NO_REPLICATION: (
        ("peerEurekaNodesUpdateIntervalMs", "peer-eureka-nodes-update-interval-ms"),
        ("numberRegistrySyncRetries", "registry-sync-retries"),
        ("registrySyncRetryWaitMs", "registry-sync-retry-wait-ms"),
        ("maxTimeForReplication", "max-time-for-replication"),
        ("maxElementsInPeerReplicationPool", "max-elements-in-peer-replication-pool"),
        ("maxThreadsForPeerReplication", "max-threads-for-peer-replication"),
        ("minAvailableInstancesForPeerReplication", "min-available-instances-for-peer-replication"),
        ("myUrl", "my-url"),
        ("peerNodeConnectTimeoutMs", "peer-node-connect-timeout-ms"),
        ("peerNodeReadTimeoutMs", "peer-node-read-timeout-ms"),
        ("peerNodeTotalConnections", "peer-node-total-connections"),
        ("peerNodeTotalConnectionsPerHost", "peer-node-total-connections-per-host"),
        ("peerNodeConnectionIdleTimeoutSeconds", "peer-node-connection-idle-timeout-seconds"),
        ("enableReplicatedRequestCompression", "enable-replicated-request-compression"),
    ),
    "a node that starts answers at once: there is no peer whose registry it could lack": (
        ("waitTimeInMsWhenSyncEmpty", "wait-time-in-ms-when-sync-empty"),
        ("", "default-open-for-traffic-count"),
    ),
    "it is an old name: say eureka.instance.registry.expected-number-of-clients-sending-renews": (
        ("", "expected-number-of-renews-per-min"),
    ),
    NOT_READ: (
        ("shouldBatchReplication", "batch-replication"),
        ("numberOfReplicationRetries", "number-of-replication-retries"),
        ("peerEurekaStatusRefreshTimeIntervalMs", "peer-eureka-status-refresh-time-interval-ms"),
        ("minThreadsForPeerReplication", "min-threads-for-peer-replication"),
        ("minThreadsForStatusReplication", "min-threads-for-status-replication"),
        ("maxIdleThreadAgeInMinutesForPeerReplication", "max-idle-thread-age-in-minutes-for-peer-replication"),
        ("maxIdleThreadAgeInMinutesForStatusReplication", "max-idle-thread-in-minutes-age-for-status-replication"),
        ("remoteRegionUrls", "remote-region-urls"),
    ),
    "the cache takes what it needs, up to cache.max_bytes": (
        ("initialCapacityOfResponseCache", "initial-capacity-of-response-cache"),
    ),
    "requests are always counted by kind of client, at /metrics": (
        ("auth.shouldLogIdentityHeaders", "log-identity-headers"),
    ),
    "there is one codec for JSON and one for XML": (
        ("jsonCodecName", "json-codec-name"),
        ("xmlCodecName", "xml-codec-name"),
    ),
    "a conflict within a batch always carries the instance": (("experimental.bugfix.934", "experimental.bugfix.934"),),
    "a registration older than the one that is held is never taken over": (
        (
            "experimental.registry.registration.ignoreIfDirtyTimestampIsOlder",
            "experimental.registry.registration.ignoreIfDirtyTimestampIsOlder",
        ),
    ),
    "metrics need no switch": (("", "metrics.enabled"),),
    "no request is rewritten: /eureka and /eureka/v2 are the same": (("", "version.filter.debug.response-header"),),
    NO_REGIONS: (
        ("remoteRegionUrlsWithName", "remote-region-urls-with-name"),
        ("", "remote-region-urls-with-name.*"),
        ("remoteRegion.*.appWhiteList", "remote-region-app-whitelist"),
        ("", "remote-region-app-whitelist.*"),
        ("remoteRegion.registryFetchIntervalInSeconds", "remote-region-registry-fetch-interval"),
        ("remoteRegion.fetchThreadPoolSize", "remote-region-fetch-thread-pool-size"),
        ("remoteRegion.gzipContent", "g-zip-content-from-remote-region"),
        ("remoteRegion.trustStoreFileName", "remote-region-trust-store"),
        ("remoteRegion.trustStorePassword", "remote-region-trust-store-password"),
        ("remoteRegion.disable.transparent.fallback", "disable-transparent-fallback-to-other-region"),
        ("disableDeltaForRemoteRegions", "disable-delta-for-remote-regions"),
        ("remoteRegionConnectTimeoutMs", "remote-region-connect-timeout-ms"),
        ("remoteRegionReadTimeoutMs", "remote-region-read-timeout-ms"),
        ("remoteRegionTotalConnections", "remote-region-total-connections"),
        ("remoteRegionTotalConnectionsPerHost", "remote-region-total-connections-per-host"),
        ("remoteRegionConnectionIdleTimeoutSeconds", "remote-region-connection-idle-timeout-seconds"),
        ("experimental.transport.enabled", "experimental.transport.enabled"),
    ),
    NO_AMAZON: (
        ("awsAccessId", "a-w-s-access-id"),
        ("awsSecretKey", "a-w-s-secret-key"),
        ("awsBindingStrategy", "binding-strategy"),
        ("eipBindRebindRetries", "e-i-p-bind-rebind-retries"),
        ("eipBindRebindRetryIntervalMs", "e-i-p-binding-retry-interval-ms"),
        ("eipBindRebindRetryIntervalMsWhenUnbound", "e-i-p-binding-retry-interval-ms-when-unbound"),
        ("route53BindRebindRetries", "route53-bind-rebind-retries"),
        ("route53BindRebindRetryIntervalMs", "route53-binding-retry-interval-ms"),
        ("route53DomainTTL", "route53-domain-t-t-l"),
        ("shouldUseAwsAsgApi", "use-aws-asg-api"),
        ("asgQueryTimeoutMs", "a-s-g-query-timeout-ms"),
        ("asgUpdateIntervalMs", "a-s-g-update-interval-ms"),
        ("asgCacheExpiryTimeoutMs", "a-s-g-cache-expiry-timeout-ms"),
        ("listAutoScalingGroupsRoleName", "list-auto-scaling-groups-role-name"),
        ("primeAwsReplicaConnections", "prime-aws-replica-connections"),
        ("maxElementsInStatusReplicationPool", "max-elements-in-status-replication-pool"),
        ("maxThreadsForStatusReplication", "max-threads-for-status-replication"),
    ),
}
