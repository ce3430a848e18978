package eurekapy.interop.spring;

import com.fasterxml.jackson.databind.JsonNode;
import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.discovery.EurekaClient;
import eurekapy.interop.steering.EurekaCommands;
import eurekapy.interop.steering.Steering;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Boot application that has nothing but the Eureka client starter; Spring does the rest by itself. */
@SpringBootApplication
public class SpringClientProgram {
    public static void main(String[] args) throws IOException {
        new Steered().run();
    }

    /** The application's context, and the commands about it. */
    private static final class Steered {
        private final Steering steering = new Steering();
        private ConfigurableApplicationContext context;

        void run() throws IOException {
            steering.on("start", this::start).on("discover", this::discover).on("shutdown", this::shutdown).serve();
        }

        private Object start(JsonNode arguments) {
            context = new SpringApplicationBuilder(SpringClientProgram.class)
                    .web(WebApplicationType.NONE)
                    .properties(propertiesFor(arguments))
                    .run();
            new EurekaCommands(context.getBean(EurekaClient.class), context.getBean(ApplicationInfoManager.class))
                    .addTo(steering);
            return true;
        }

        /** What an application asks before it calls another one, in Spring's own terms. */
        private Object discover(JsonNode arguments) {
            List<Map<String, Object>> found = new ArrayList<>();
            for (ServiceInstance instance :
                    context.getBean(DiscoveryClient.class).getInstances(arguments.get("app").asText())) {
                found.add(Map.of(
                        "id", instance.getInstanceId(), "host", instance.getHost(), "port", instance.getPort()));
            }
            return found;
        }

        private Object shutdown(JsonNode arguments) {
            if (context != null) {
                context.close();
            }
            return true;
        }

        private static Map<String, Object> propertiesFor(JsonNode arguments) {
            Map<String, Object> properties = new HashMap<>();
            properties.put("spring.application.name", arguments.get("app").asText());
            properties.put("spring.main.banner-mode", "off");
            properties.put("eureka.client.service-url.defaultZone", arguments.get("server").asText() + "/");
            properties.put("eureka.client.registry-fetch-interval-seconds", 1);
            properties.put("eureka.client.instance-info-replication-interval-seconds", 1);
            properties.put("eureka.client.initial-instance-info-replication-interval-seconds", 0);
            properties.put("eureka.instance.instance-id", arguments.get("instance_id").asText());
            properties.put("eureka.instance.hostname", arguments.get("host").asText());
            properties.put("eureka.instance.ip-address", arguments.get("ip").asText());
            properties.put("eureka.instance.non-secure-port", arguments.get("port").asInt());
            properties.put("eureka.instance.lease-renewal-interval-in-seconds", arguments.get("renewal_interval").asInt());
            properties.put("eureka.instance.lease-expiration-duration-in-seconds", arguments.get("duration").asInt());
            arguments.get("metadata").fields().forEachRemaining(e ->
                    properties.put("eureka.instance.metadata-map[" + e.getKey() + "]", e.getValue().asText()));
            return properties;
        }
    }
}
