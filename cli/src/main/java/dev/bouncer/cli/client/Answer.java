package dev.bouncer.cli.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What the API answered.
 *
 * @param status     the HTTP status
 * @param retryAfter {@code Retry-After}, where there is one in seconds
 * @param body       the body, as it came
 */
public record Answer(int status, Optional<Duration> retryAfter, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(int status, Optional<String> retryAfter, byte[] body) {
        return new Answer(status, retryAfter.filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text))), new String(body, StandardCharsets.UTF_8));
    }

    /** Whether it is a success. */
    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** The same with another body. */
    public Answer withBody(JsonNode json) {
        return new Answer(status, retryAfter, json.toString());
    }

    /** The body as JSON; {@link MissingNode} where it is none. */
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /**
     * The body as a JSON object, as every success of the API is.
     *
     * @throws CommandFailed if it is none
     */
    public JsonNode object() {
        JsonNode json = json();
        if (!json.isObject()) {
            throw new CommandFailed(ExitStatus.FAILED,
                    "expected a JSON object from the API, got something else: is that the address of a Bouncer API?");
        }
        return json;
    }
}
