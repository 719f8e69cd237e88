package dev.bouncer.e2e.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** One call of another project's server SDK, in a process of its own: JSON in, the outcome as JSON out. */
record SdkCall(ClientRuntime runtime, List<String> script) {
    private static final ObjectMapper JSON = new ObjectMapper();

    SdkCall(ClientRuntime runtime, String... script) {
        this(runtime, List.of(script));
    }

    /**
     * How it went.
     *
     * @param status the HTTP status, as far as the SDK tells it; 0: it does not
     * @param text   the answer or the error
     */
    record Outcome(int status, String text) {}

    Outcome with(Map<String, ?> call) {
        try {
            Process process = runtime.command(script.toArray(String[]::new)).start();
            try (var in = process.getOutputStream()) {
                in.write(JSON.writeValueAsBytes(call));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) throw new AssertionError(this + " failed, see standard error; it said " + said);
            JsonNode outcome = JSON.readTree(said);
            return new Outcome(outcome.path("status").asInt(), outcome.path("text").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
