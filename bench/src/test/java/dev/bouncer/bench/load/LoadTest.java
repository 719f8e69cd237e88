package dev.bouncer.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;

import dev.bouncer.bench.echo.EchoServer;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients against the server that they are measured with: that both work, not how fast. */
final class LoadTest {
    private EchoServer echo;
    private Thread server;

    @BeforeEach
    void start() throws IOException {
        echo = new EchoServer();
        server = Thread.ofPlatform().start(() -> {
            try {
                echo.run();
            } catch (IOException | ClosedSelectorException e) {
                // Closed.
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        echo.close();
        server.join();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64, 125, 126, 4096, 65535})
    void every_message_comes_back_and_counts_from_when_it_was_due(int size) throws Exception {
        try (Crowd crowd = Crowd.connect(new Target(Address.local(echo.port()), "/"), 3)) {
            Histogram took = new OpenLoop(100, size, 1).run(crowd);
            assertThat(took.getTotalCount()).isEqualTo(100);
            assertThat(took.getMinValue()).isPositive();
        }
    }

    @Test
    void as_many_as_will_go_through() throws Exception {
        try (Crowd crowd = Crowd.connect(new Target(Address.local(echo.port()), "/"), 3)) {
            assertThat(new ClosedLoop(64, 1).run(crowd)).isPositive();
        }
    }

    @Test
    void who_does_not_answer_is_told_of() {
        assertThatThrownBy(() -> Crowd.connect(new Target(Address.local(1), "/"), 2)).isInstanceOf(IOException.class)
                .hasMessageStartingWith("connection 0 of 2");
    }
}
