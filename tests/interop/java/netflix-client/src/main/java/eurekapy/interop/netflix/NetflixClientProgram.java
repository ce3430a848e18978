package eurekapy.interop.netflix;

import com.fasterxml.jackson.databind.JsonNode;
import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.providers.EurekaConfigBasedInstanceInfoProvider;
import com.netflix.discovery.DefaultEurekaClientConfig;
import com.netflix.discovery.DiscoveryClient;
import com.netflix.discovery.shared.transport.jersey3.Jersey3TransportClientFactories;
import eurekapy.interop.steering.EurekaCommands;
import eurekapy.interop.steering.Steering;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Netflix client as an application without Spring uses it: configured by properties, Jersey 3 below. */
public final class NetflixClientProgram {
    private final Steering steering = new Steering();
    private DiscoveryClient client;

    public static void main(String[] args) throws IOException {
        new NetflixClientProgram().run();
    }

    private void run() throws IOException {
        steering.on("start", this::start).on("discover", this::discover).on("shutdown", this::shutdown).serve();
    }

    private Object start(JsonNode arguments) {
        ClientProperties.set(arguments);
        NamedHostConfig config = new NamedHostConfig(arguments.get("host").asText(), arguments.get("ip").asText());
        InstanceInfo instance = new EurekaConfigBasedInstanceInfoProvider(config).get();
        ApplicationInfoManager own = new ApplicationInfoManager(config, instance);
        client = new DiscoveryClient(own, new DefaultEurekaClientConfig(), new Jersey3TransportClientFactories());
        new EurekaCommands(client, own).addTo(steering);
        return true;
    }

    /** What an application asks before it calls another one: the UP instances behind a VIP address. */
    private Object discover(JsonNode arguments) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (InstanceInfo instance : client.getInstancesByVipAddress(arguments.get("app").asText(), false)) {
            found.add(Map.of("id", instance.getId(), "host", instance.getHostName(), "port", instance.getPort()));
        }
        return found;
    }

    private Object shutdown(JsonNode arguments) {
        if (client != null) {
            client.shutdown();
        }
        return true;
    }
}
