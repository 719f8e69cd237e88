package dev.bouncer.edge.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import javax.net.ssl.SSLHandshakeException;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConfigException;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.PusherConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.TestAuthority;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An edge that listens with TLS. */
class TlsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");

    @TempDir
    private Path dir = Path.of(".");

    private TlsConfig certify(String subject) {
        return AUTHORITY.certify(subject, dir.resolve("edge.pem"), dir.resolve("edge.key"));
    }

    private static TestEdge edge(TlsConfig tls) {
        AppConfig chat = Tokens.chat();
        return new TestEdge(List.of(new AppConfig("chat", List.of(), chat.tokens(),
                new PusherConfig("4711", "a-key", new Secret("a-secret"), true), ConnectionRules.NONE)), tls);
    }

    private static RawClient client(TestEdge edge, String... protocols) throws IOException {
        return new RawClient(edge.uri(), 64 * 1024, AUTHORITY.trusted(), protocols);
    }

    private static RawClient welcomed(TestEdge edge, String user) throws IOException {
        RawClient client = client(edge);
        assertThat(client.request("GET /v1/apps/chat/connect?token=" + Tokens.of(user), RawClient.UPGRADE))
                .startsWith("HTTP/1.1 101");
        assertThat(client.next()).contains("\"welcome\"");
        return client;
    }

    @Test
    void letsClientsInAndClosesThemAsWithoutIt() throws Exception {
        try (TestEdge edge = edge(certify("edge"));
                RawClient alice = welcomed(edge, "alice");
                RawClient pusher = client(edge);
                RawClient health = client(edge)) {
            assertThat(edge.uri()).hasScheme("wss");
            assertThat(pusher.request("GET /app/a-key?protocol=7", RawClient.UPGRADE)).startsWith("HTTP/1.1 101");
            assertThat(pusher.next()).contains("pusher:connection_established");
            assertThat(health.request("GET /health/ready", "")).startsWith("HTTP/1.1 200");
            assertThat(health.request("GET /nowhere", "Host: another.example\r\n")).startsWith("HTTP/1.1 40");

            edge.block(TestEdge.user("alice"), null, "Bye.");

            assertThat(alice.next()).contains("\"code\":4403");
            assertThat(alice.next()).isEqualTo("close 4403 blocked");
        }
    }

    @Test
    void speaksNoOldTlsAndNothingInClear() throws Exception {
        try (TestEdge edge = edge(certify("edge"))) {
            client(edge, "TLSv1.2").close();
            client(edge, "TLSv1.3").close();
            assertThatThrownBy(() -> new RawClient(edge.uri(), 64 * 1024, new TestAuthority("another").trusted()))
                    .isInstanceOf(SSLHandshakeException.class);
            try (RawClient clear = new RawClient(edge.uri())) {
                assertThatThrownBy(() -> assertThat(clear.request("GET /health/live", "")).startsWith("HTTP"))
                        .isInstanceOfAny(IOException.class, AssertionError.class);
            }
        }
    }

    @Test
    void renewedCertificateCountsForWhoeverComesAndDisturbsNobody() throws Exception {
        try (TestEdge edge = edge(certify("first")); RawClient before = welcomed(edge, "alice")) {
            assertThat(before.peer()).isEqualTo("CN=first");

            certify("second");

            await().until(() -> {
                try (RawClient after = client(edge)) {
                    return after.peer().equals("CN=second");
                }
            });
            welcomed(edge, "bob").close();
            before.text("{\"type\":\"ping\"}");
            assertThat(before.next()).isEqualTo("1 {\"type\":\"pong\"}");
        }
    }

    @Test
    void wrongFilesStopTheStartAndAreNamed() {
        TlsConfig good = certify("edge");
        Path missing = dir.resolve("missing.key");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> edge(new TlsConfig(good.certificate(), missing, null)).close())
                .withMessage("bouncer.edge.tls.key: expected a file, but there is no " + missing);
    }

    @Test
    void isRidOfAClientThatDoesNotRead() throws Exception {
        try (TestEdge edge = edge(certify("edge"));
                RawClient deaf = new RawClient(edge.uri(), 4 * 1024, AUTHORITY.trusted())) {
            assertThat(deaf.request("GET /v1/apps/chat/connect?token=" + Tokens.of("alice"), RawClient.UPGRADE))
                    .startsWith("HTTP/1.1 101");
            deaf.flood("{\"type\":\"ping\"}");

            edge.terminate(TestEdge.user("alice"));

            await().until(() -> edge.registry.size() == 0);
        }
    }
}
