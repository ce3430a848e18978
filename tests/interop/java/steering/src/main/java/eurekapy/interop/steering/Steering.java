package eurekapy.interop.steering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Lets another process steer this one: one JSON object per line in, one per line out.
 *
 * <p>In: {@code {"do": NAME, ...arguments}}. Out: {@code {"result": ...}} or {@code {"error": its causes}}. When the input
 * ends, the other process is gone, and so goes this one, without a farewell to the server.
 */
public final class Steering {
    /** What one command does; its answer is written as JSON. */
    @FunctionalInterface
    public interface Command {
        Object run(JsonNode arguments) throws Exception;
    }

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Command> commands = new HashMap<>();
    private final PrintStream answers;

    /** Takes stdout for the answers; whatever else prints there (logs, banners) goes to stderr from now on. */
    public Steering() {
        answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
    }

    public Steering on(String name, Command command) {
        commands.put(name, command);
        return this;
    }

    /** Answers commands until "shutdown" has been answered, then ends the process. */
    public void serve() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode request = json.readTree(line);
            String name = request.path("do").asText();
            answers.println(json.writeValueAsString(answerTo(name, request)));
            if (name.equals("shutdown")) {
                System.exit(0);
            }
        }
        Runtime.getRuntime().halt(1);
    }

    private Map<String, Object> answerTo(String name, JsonNode request) {
        Map<String, Object> answer = new HashMap<>();
        try {
            Command command = commands.get(name);
            if (command == null) {
                throw new IllegalArgumentException("no such command: " + name);
            }
            answer.put("result", command.run(request));
        } catch (Exception | LinkageError problem) {
            problem.printStackTrace();
            answer.put("error", causesOf(problem));
        }
        return answer;
    }

    private static String causesOf(Throwable problem) {
        StringJoiner causes = new StringJoiner("\ncaused by ");
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            causes.add(cause.toString());
        }
        return causes.toString();
    }
}
