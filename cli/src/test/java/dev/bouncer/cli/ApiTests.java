package dev.bouncer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import dev.bouncer.cli.client.FakeApi;
import org.junit.jupiter.api.AfterEach;

/** Commands that ask the API, against a fake of it. */
abstract class ApiTests {
    static final String BLOCK = "{\"subject\":{\"kind\":\"user\",\"id\":\"alice\"},"
            + "\"since\":\"2026-01-01T00:00:00.000Z\",\"expires_at\":\"2026-01-01T02:00:00.000Z\",\"reason\":\"spam\","
            + "\"actor\":\"backend\",\"command\":\"0198c1a0-0000-7000-8000-000000000000\"}";

    final TestTerminal terminal = new TestTerminal();
    final FakeApi api;

    ApiTests() {
        try {
            api = new FakeApi();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        api.close();
    }

    int run(String... args) {
        return terminal.run(Map.of("BOUNCER_URL", api.uri().toString(), "BOUNCER_KEY", "k-secret", "BOUNCER_APP",
                "chat"), args);
    }
}
