package dev.bouncer.edge.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.TestAuthority;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Clients that come to a route with TLS. */
final class GatewayTlsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");

    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    private Path dir = Path.of(".");

    private TestEdge edge(Behind behind) {
        TlsConfig tls = AUTHORITY.certify("edge", dir.resolve("edge.pem"), dir.resolve("edge.key"));
        return stage.edge(new TestRoutes(behind.address()).app(), tls);
    }

    // What one read decrypts may be more than one takes: some of it would wait for ever for a socket that has no more.
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void framesPassAsTheyAre(String protocol) throws Exception {
        Behind behind = stage.behind(Behind.ECHO);
        TestEdge edge = edge(behind);
        try (Raw client = new Raw(edge.uri(), AUTHORITY.trusted(), protocol)) {
            assertThat(client.handshake("/chat/a?token=" + Tokens.of("alice"))).startsWith("HTTP/1.1 101 ");
            for (int size : new int[]{0, 1, 125, 126, 16 * 1024 - 8, 16 * 1024, 16 * 1024 + 1, 50_000, 300_000}) {
                byte[] payload = new byte[size];
                Arrays.fill(payload, (byte) ('a' + size % 26));
                CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                    try {
                        client.write(Raw.frame(0x81, payload));
                    } catch (java.io.IOException e) {
                        throw new AssertionError(e);
                    }
                });
                assertThat(client.next()).isEqualTo("1 " + new String(payload, StandardCharsets.UTF_8));
                sent.get(20, TimeUnit.SECONDS);
            }
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < 500; i++)
                many.writeBytes(Raw.frame(0x81, ("message " + i).getBytes(StandardCharsets.UTF_8)));
            client.write(many.toByteArray());
            for (int i = 0; i < 500; i++)
                assertThat(client.next()).isEqualTo("1 message " + i);

            edge.block(TestEdge.user("alice"), null, "Bye.");

            assertThat(client.next()).isEqualTo("close 4403 Bye.");
            client.write(Raw.frame(0x88, new byte[]{0x11, 0x33}));
            assertThat(client.next()).isEqualTo("eof");
        }
        await().until(() -> edge.registry.size() == 0 && behind.connections() == 0);
    }

    @Test
    void serverBehindIsToldThatItWasTls() throws Exception {
        Behind behind = stage.behind(talk -> talk.ok(talk.header("x-forwarded-proto")));
        TestEdge edge = edge(behind);
        try (Raw client = new Raw(edge.uri(), AUTHORITY.trusted())) {
            assertThat(client.get("/chat/a?token=" + Tokens.of("alice"))).startsWith("HTTP/1.1 200 ").endsWith("https");
        }
    }

    @Test
    void blockedClientIsToldWhyAtTheHandshake() throws Exception {
        TestEdge edge = edge(stage.behind(Behind.ECHO));
        edge.block(TestEdge.user("alice"), null, "Bye.");
        try (Raw client = new Raw(edge.uri(), AUTHORITY.trusted())) {
            assertThat(client.handshake("/chat/a?token=" + Tokens.of("alice"))).startsWith("HTTP/1.1 101 ");
            assertThat(client.next()).isEqualTo("close 4403 Bye.");
        }
    }
}
