package dev.bouncer.edge.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.PusherConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import dev.bouncer.edge.session.TestSessions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static dev.bouncer.edge.TestClient.await;

/** Clients that send garbage and go without a word: nothing of them may stay. */
class GarbageTest {
    private static final AppConfig APP = new AppConfig("chat", List.of(), Tokens.chat().tokens(),
            new PusherConfig("chat", "key", new Secret("secret"), true), new ConnectionRules(Set.of(), 0, 1, 1_000));
    private static final List<String> PATHS = List.of("/v1/apps/chat/connect?token=" + Tokens.of("alice"),
            "/app/key?protocol=7", "/connection/websocket", "/app/stranger?protocol=x", "/nowhere");
    private static final List<String> NOT_OURS = List.of("ForkJoinPool", "VirtualThread-", "awaitility-");
    private static final int CLIENTS = 300;
    private static final int MAX_FRAMES = 6;
    private static final int MAX_FRAME = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Random random = new Random(25);

    @Test
    void leavesNoSessionNoTimerNoSocketAndNoThread() throws IOException {
        Set<Thread> threads = threads();
        try (TestEdge edge = new TestEdge(List.of(APP))) {
            sendGarbage(edge, PATHS.size());
            await().atMost(PATIENCE).until(() -> edge.registry.size() == 0);
            long files = openFiles();

            sendGarbage(edge, CLIENTS);

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(edge.registry.size()).as("sessions").isZero();
                assertThat(edge.metrics.registry().get("bouncer.sessions").gauge().value()).as("counted").isZero();
                assertThat(TestSessions.waiting(edge.timers)).as("timers").isZero();
                assertThat(openFiles()).as("open files, sockets among them").isLessThanOrEqualTo(files);
            });
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isSubsetOf(threads));
    }

    private void sendGarbage(TestEdge edge, int clients) throws IOException {
        for (int i = 0; i < clients; i++) {
            try (RawClient client = new RawClient(edge.uri())) {
                // Two in three wait for an answer; the others may be gone before there is one.
                String upgrade = "GET " + PATHS.get(i % PATHS.size());
                if (i % 3 == 0) {
                    client.write(
                            (upgrade + " HTTP/1.1\r\nHost: localhost\r\n" + RawClient.UPGRADE + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                } else {
                    client.request(upgrade, RawClient.UPGRADE);
                }
                sendGarbage(client);
            }
        }
    }

    private void sendGarbage(RawClient client) {
        try {
            for (int i = random.nextInt(MAX_FRAMES); i > 0; i--) {
                byte[] payload = new byte[random.nextInt(MAX_FRAME)];
                random.nextBytes(payload);
                if (random.nextBoolean()) {
                    client.frame(random.nextInt(16), payload, random.nextInt(4) > 0);
                } else {
                    client.write(payload);
                }
            }
        } catch (IOException e) {
            // The edge has had enough of it.
        }
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }

    // Those that run virtual threads belong to the JVM, which lets them go when it likes; and somebody has to wait.
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> NOT_OURS.stream().noneMatch(thread.getName()::startsWith))
                .collect(Collectors.toSet());
    }
}
