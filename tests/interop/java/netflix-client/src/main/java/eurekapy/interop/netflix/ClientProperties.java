package eurekapy.interop.netflix;

import com.fasterxml.jackson.databind.JsonNode;

/** Puts what the test asks for into the properties that the Netflix client reads. */
final class ClientProperties {
    private ClientProperties() {}

    static void set(JsonNode arguments) {
        String app = arguments.get("app").asText();
        set("name", app);
        set("vipAddress", app);
        set("instanceId", arguments.get("instance_id").asText());
        set("port", arguments.get("port").asText());
        set("traffic.enabled", "true");
        set("lease.renewalInterval", arguments.get("renewal_interval").asText());
        set("lease.duration", arguments.get("duration").asText());
        arguments.get("metadata").fields().forEachRemaining(e -> set("metadata." + e.getKey(), e.getValue().asText()));

        set("serviceUrl.default", arguments.get("server").asText() + "/");
        set("shouldUseDns", "false");
        set("preferSameZone", "false");
        set("client.refresh.interval", "1");
        set("appinfo.replicate.interval", "1");
        set("appinfo.initial.replicate.time", "0");
    }

    private static void set(String key, String value) {
        System.setProperty("eureka." + key, value);
    }
}
