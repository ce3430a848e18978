package eurekapy.interop.jdk;

import com.fasterxml.jackson.databind.JsonNode;
import eurekapy.interop.steering.Steering;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Sends what it is told by one JDK HttpClient with default settings, so with HTTP/2 upgrade offers and keep-alive. */
public final class JdkHttpClientProgram {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();

    public static void main(String[] args) throws IOException {
        JdkHttpClientProgram program = new JdkHttpClientProgram();
        new Steering().on("send", program::send).on("shutdown", arguments -> true).serve();
    }

    private Object send(JsonNode arguments) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(arguments.get("url").asText()))
                .timeout(PATIENCE)
                .method(arguments.get("method").asText(), bodyOf(arguments));
        arguments.get("headers").fields().forEachRemaining(e -> request.header(e.getKey(), e.getValue().asText()));
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return Map.of("status", response.statusCode(), "version", response.version().name(),
                "headers", response.headers().map(), "body", response.body());
    }

    private static BodyPublisher bodyOf(JsonNode arguments) {
        return arguments.hasNonNull("body")
                ? BodyPublishers.ofString(arguments.get("body").asText())
                : BodyPublishers.noBody();
    }
}
