package eurekapy.interop.steering;

import com.fasterxml.jackson.databind.JsonNode;
import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.appinfo.InstanceInfo.PortType;
import com.netflix.discovery.EurekaClient;
import com.netflix.discovery.shared.Application;
import com.netflix.discovery.shared.Applications;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a test asks of a running Eureka client, be it Netflix's own or the one inside Spring. */
public final class EurekaCommands {
    private final EurekaClient client;
    private final ApplicationInfoManager own;

    public EurekaCommands(EurekaClient client, ApplicationInfoManager own) {
        this.client = client;
        this.own = own;
    }

    public void addTo(Steering steering) {
        steering.on("registry", arguments -> registry());
        steering.on("self", arguments -> describe(own.getInfo()));
        steering.on("set-metadata", this::setMetadata);
        steering.on("set-status", this::setStatus);
    }

    /** Everything the client holds, whatever its status, and the hash that it computes over that by itself. */
    private Map<String, Object> registry() {
        Applications held = client.getApplications();
        Map<String, Object> instances = new LinkedHashMap<>();
        for (Application application : held.getRegisteredApplications()) {
            for (InstanceInfo instance : application.getInstancesAsIsFromEureka()) {
                instances.put(instance.getId(), describe(instance));
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("hash", held.getReconcileHashCode());
        answer.put("version", held.getVersion());
        answer.put("instances", instances);
        return answer;
    }

    private Object setMetadata(JsonNode arguments) {
        own.registerAppMetadata(Map.of(arguments.get("key").asText(), arguments.get("value").asText()));
        return true;
    }

    private Object setStatus(JsonNode arguments) {
        own.setInstanceStatus(InstanceStatus.toEnum(arguments.get("status").asText()));
        return true;
    }

    private static Map<String, Object> describe(InstanceInfo instance) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("app", instance.getAppName());
        fields.put("id", instance.getId());
        fields.put("host", instance.getHostName());
        fields.put("ip", instance.getIPAddr());
        fields.put("port", instance.getPort());
        fields.put("port_enabled", instance.isPortEnabled(PortType.UNSECURE));
        fields.put("secure_port_enabled", instance.isPortEnabled(PortType.SECURE));
        fields.put("vip", instance.getVIPAddress());
        fields.put("status", instance.getStatus().name());
        fields.put("overridden_status", instance.getOverriddenStatus().name());
        fields.put("metadata", instance.getMetadata());
        fields.put("renewal_interval", instance.getLeaseInfo().getRenewalIntervalInSecs());
        fields.put("duration", instance.getLeaseInfo().getDurationInSecs());
        fields.put("data_center", instance.getDataCenterInfo().getName().name());
        fields.put("home_page_url", instance.getHomePageUrl());
        fields.put("last_dirty_timestamp", instance.getLastDirtyTimestamp());
        return fields;
    }
}
