package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Plain requests whose clients stop in the midst: they hold nothing for longer than the idle time of Jetty, 30 s. */
@SuppressWarnings("NullAway.Init")
@Execution(ExecutionMode.CONCURRENT)
final class StalledRequestsTest {
    private static final String PATH = "/chat/a?token=" + Tokens.of("alice");
    private static final Duration AT_MOST = Duration.ofSeconds(50);

    @RegisterExtension
    final Stage stage = new Stage();

    private final CountDownLatch given = new CountDownLatch(1);
    private TestEdge edge;

    private void start(Behind.Role role) throws IOException {
        Behind behind = stage.behind(role);
        edge = stage.edge(new TestRoutes(behind.address()));
    }

    @Test
    void anUploadThatNeverEndsIsGivenUpHereAndBehind() throws Exception {
        start(talk -> {
            try {
                talk.in.readNBytes(100);
            } finally {
                given.countDown();
            }
        });
        try (Raw client = new Raw(edge.uri())) {
            client.send("POST", PATH, "Content-Length: 100\r\n");
            client.write("half".getBytes(StandardCharsets.US_ASCII));

            await().until(() -> edge.registry.size() == 1);
            assertThat(given.await(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            await().until(() -> edge.registry.size() == 0);
            client.rest();
        }
    }

    @Test
    void anAnswerThatIsNeverReadIsGivenUpHereAndBehind() throws Exception {
        byte[] piece = new byte[64 * 1024];
        start(talk -> {
            talk.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
            try {
                for (int i = 0; i < 10_000; i++)
                    talk.out.write(piece);
            } catch (IOException e) {
                given.countDown();
            }
        });
        try (Raw client = new Raw(edge.uri())) {
            client.send("GET", PATH, "");
            assertThat(client.line()).startsWith("HTTP/1.1 200 ");

            assertThat(given.await(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            await().until(() -> edge.registry.size() == 0);
        }
    }
}
