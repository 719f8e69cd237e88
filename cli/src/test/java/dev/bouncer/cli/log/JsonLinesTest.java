package dev.bouncer.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {
    private final JsonLines lines = new JsonLines();

    @BeforeEach
    void start() {
        lines.start();
    }

    @Test
    void each_event_is_an_object_on_a_line_with_what_it_says_under_the_names_that_it_has() throws IOException {
        String line = line("told \"them\"\nall", null, new KeyValuePair("command", "0198c1a2"), new KeyValuePair(
                "sessions", 3), new KeyValuePair("took", Duration.ofMillis(1)), new KeyValuePair("wait", true),
                new KeyValuePair("nobody", null));

        assertThat(line).endsWith("}\n").hasLineCount(1);
        assertThat(read(line)).isEqualTo(read("""
                {"time":"2026-11-22T01:02:03.004Z","level":"INFO","logger":"Enforcer","thread":"a-thread",
                 "message":"told \\"them\\"\\nall","command":"0198c1a2","sessions":3,"took":"PT0.001S","wait":true,
                 "nobody":null}"""));
    }

    @Test
    void a_stack_trace_stays_on_the_line() throws IOException {
        String line = line("failed", new IllegalStateException("it broke", new IOException("the disk")));

        assertThat(line).hasLineCount(1);
        assertThat(read(line).get("exception").asText()).startsWith("java.lang.IllegalStateException: it broke\n")
                .contains("Caused by: java.io.IOException: the disk");
    }

    @Test
    void what_an_event_says_does_not_hide_what_every_line_has() throws IOException {
        JsonNode line = read(line("said", null, new KeyValuePair("level", "high")));

        assertThat(line.get("level").asText()).isEqualTo("INFO");
        assertThat(line.get("level_").asText()).isEqualTo("high");
    }

    @Test
    void there_are_two_formats() {
        assertThat(LogFormat.in(Map.of())).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.in(Map.of(LogFormat.VARIABLE, "json"))).isEqualTo(LogFormat.JSON);
        assertThatThrownBy(() -> LogFormat.in(Map.of(LogFormat.VARIABLE, "xml")))
                .hasMessage("BOUNCER_LOG_FORMAT: expected text or json, got 'xml'");
    }

    private String line(String message, @Nullable Throwable failure, KeyValuePair... pairs) {
        LoggingEvent event = new LoggingEvent("here", new LoggerContext().getLogger("dev.bouncer.enforcement.Enforcer"),
                Level.INFO, message, failure, null);
        event.setInstant(Instant.parse("2026-11-22T01:02:03.004Z"));
        event.setThreadName("a-thread");
        List.of(pairs).forEach(event::addKeyValuePair);
        return new String(lines.encode(event), StandardCharsets.UTF_8);
    }

    private static JsonNode read(String json) throws IOException {
        return new ObjectMapper().readTree(json);
    }
}
