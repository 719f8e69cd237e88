package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import dev.bouncer.edge.session.TestSessions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** After many connections, ended in every way there is, all is as it was before the first. */
@SuppressWarnings("NullAway.Init")
@EnabledOnOs(OS.LINUX)
final class LeftoversTest {
    private static final int EACH = 20;

    @RegisterExtension
    final Stage stage = new Stage();

    private Behind behind;
    private TestEdge edge;

    /** What a client does once it is in. */
    private interface End {
        void of(Raw client, String user) throws Exception;
    }

    private final List<End> ends = List.of(
            (client, _) -> {
                client.write(Raw.frame(0x88, new byte[]{3, (byte) 0xe8}));
                assertThat(client.next()).startsWith("close 1000");
                assertThat(client.next()).isEqualTo("eof");
            },
            (_, _) -> {},
            (client, _) -> client.socket.setSoLinger(true, 0),
            (client, _) -> {
                client.socket.shutdownOutput();
                assertThat(client.next()).isEqualTo("eof");
            },
            (client, _) -> client.write(new byte[]{(byte) 0x81, (byte) 0xfe, 1}),
            (client, _) -> {
                client.write(new byte[]{(byte) 0x81, 1, 'x'});
                assertThat(client.next()).startsWith("close 1002");
            },
            (client, user) -> {
                edge.block(TestEdge.user(user), null, null);
                assertThat(client.next()).isEqualTo("close 4403 blocked");
                client.write(Raw.frame(0x88, new byte[]{0x11, 0x33}));
                assertThat(client.next()).isEqualTo("eof");
            },
            (client, user) -> {
                edge.terminate(TestEdge.user(user));
                assertThat(client.next()).isEqualTo("close 4410 terminated");
            },
            (client, _) -> client.write(Raw.frame(0x81, "reset".getBytes(StandardCharsets.UTF_8))),
            (client, _) -> client.write(Raw.frame(0x81, "end".getBytes(StandardCharsets.UTF_8))));

    @BeforeEach
    void start() throws IOException {
        behind = stage.behind(talk -> {
            talk.agree();
            for (Behind.Frame frame = talk.next(); frame != null; frame = talk.next()) {
                if (frame.text().equals("end")) return;
                if (frame.text().equals("reset")) {
                    talk.socket.setSoLinger(true, 0);
                    return;
                }
                talk.frame(frame.first(), frame.payload());
                if ((frame.first() & 0xf) == 8) return;
            }
        });
        edge = stage.edge(new TestRoutes(behind.address()));
    }

    private void round(String name) throws Exception {
        for (int i = 0; i < EACH; i++) {
            for (int kind = 0; kind < ends.size(); kind++) {
                String user = name + "-" + i + "-" + kind;
                try (Raw client = new Raw(edge.uri())) {
                    assertThat(client.handshake("/chat/a?token=" + Tokens.of(user))).startsWith("HTTP/1.1 101 ");
                    client.text("hello");
                    assertThat(client.next()).isEqualTo("1 hello");
                    ends.get(kind).of(client, user);
                }
            }
        }
        await().until(() -> edge.registry.size() == 0);
        await().until(() -> behind.connections() == 0);
        await().until(() -> TestSessions.waiting(edge.timers) == 0);
    }

    private static long sockets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(LeftoversTest::isSocket).count();
        }
    }

    // One may be closed while it is looked at.
    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void nothingIsLeft() throws Exception {
        round("first");
        long sockets = sockets();
        int threads = Thread.activeCount();

        round("second");
        await().untilAsserted(() -> assertThat(sockets()).as("sockets").isLessThanOrEqualTo(sockets));
        assertThat(Thread.activeCount()).as("threads").isLessThanOrEqualTo(threads + 2);
    }
}
