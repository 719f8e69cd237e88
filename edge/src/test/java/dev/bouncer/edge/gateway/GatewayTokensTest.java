package dev.bouncer.edge.gateway;

import java.net.URI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import com.google.protobuf.CodedOutputStream;
import dev.bouncer.config.ForwardAuth;
import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.config.RouteConfig.RouteProtocol;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Revoked and invalidated tokens in front of other servers. */
final class GatewayTokensTest {
    private static final SubjectKey ALICE = TestEdge.user("alice");
    // Tokens count in whole seconds.
    private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private final String older = Tokens.of("alice", now.minusSeconds(1));
    private final String newer = Tokens.of("alice", now);

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void socketsOfOlderTokensAreClosedAndRefusedAndRequestsToo() throws Exception {
        TestEdge edge = stage.edge(new TestRoutes(stage.behind(Behind.ECHO).address()));
        try (Raw first = new Raw(edge.uri()); Raw second = new Raw(edge.uri())) {
            assertThat(first.handshake("/chat/a?token=" + older)).startsWith("HTTP/1.1 101");
            assertThat(second.handshake("/chat/a?token=" + newer)).startsWith("HTTP/1.1 101");
            edge.invalidate(ALICE, now, "Please sign in again.");

            assertThat(first.next()).isEqualTo("close 4401 Please sign in again.");
            second.text("hello");
            assertThat(second.next()).isEqualTo("1 hello");
        }
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a?token=" + older)).startsWith("HTTP/1.1 101");
            assertThat(client.next()).isEqualTo("close 4401 Please sign in again.");
        }
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get("/chat/a?token=" + older)).startsWith("HTTP/1.1 401")
                    .contains("token-invalidated", "Please sign in again.");
        }
    }

    @Test
    void revokedTokensAreClosedAndRefused() throws Exception {
        TestEdge edge = stage.edge(new TestRoutes(stage.behind(Behind.ECHO).address()));
        JwtClaims claims = Tokens.claims("alice", now.plusSeconds(3600));
        claims.setJwtId("t-1");
        String revoked = Tokens.sign(claims);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a?token=" + revoked)).startsWith("HTTP/1.1 101");
            edge.block(SubjectKey.of("chat", SubjectKind.TOKEN, "t-1"), null, null);
            assertThat(client.next()).isEqualTo("close 4403 blocked");
        }
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get("/chat/a?token=" + revoked)).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void whatAnApplicationSaidKeepsItsAge() throws Exception {
        Behind application = stage.behind(talk -> talk.write(
                "HTTP/1.1 204 No\r\nX-User: alice\r\nConnection: close\r\n\r\n"));
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address()).identify(Identify.FORWARD_AUTH);
        route.forwardAuth = new ForwardAuth(URI.create(application.address().replace("ws:", "http:") + "/auth"),
                "X-User", Duration.ofMinutes(1), Duration.ofSeconds(5));
        TestEdge edge = stage.edge(route);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a", "Cookie: session=1")).startsWith("HTTP/1.1 101");
            edge.invalidate(ALICE, Instant.now().plusMillis(1), null);
            assertThat(client.next()).isEqualTo("close 4401 token-invalidated");
        }
        // The answer that is kept is of before; one to another cookie is not.
        try (Raw kept = new Raw(edge.uri()); Raw asked = new Raw(edge.uri())) {
            assertThat(kept.handshake("/chat/a", "Cookie: session=1")).startsWith("HTTP/1.1 101");
            assertThat(kept.next()).isEqualTo("close 4401 token-invalidated");
            assertThat(asked.handshake("/chat/a", "Cookie: session=2")).startsWith("HTTP/1.1 101");
            asked.text("hello");
            assertThat(asked.next()).isEqualTo("1 hello");
        }
    }

    // The application may have seen the session before it was ended, and answer after.
    @Test
    void whatAnApplicationSaidIsAsOldAsTheQuestion() throws Exception {
        AtomicReference<Instant> between = new AtomicReference<>(Instant.MAX);
        Behind application = stage.behind(talk -> {
            Instant looked = Instant.now().plusMillis(1);
            between.set(looked);
            await().until(() -> Instant.now().isAfter(looked));
            talk.write("HTTP/1.1 204 No\r\nX-User: alice\r\nConnection: close\r\n\r\n");
        });
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address()).identify(Identify.FORWARD_AUTH);
        route.forwardAuth = new ForwardAuth(URI.create(application.address().replace("ws:", "http:") + "/auth"),
                "X-User", Duration.ZERO, Duration.ofSeconds(5));
        TestEdge edge = stage.edge(route);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a", "Cookie: session=1")).startsWith("HTTP/1.1 101");
            edge.invalidate(ALICE, between.get(), null);
            assertThat(client.next()).isEqualTo("close 4401 token-invalidated");
        }
    }

    @Test
    void whoIsNobodyByADeviceHasNoOldToken() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address()).identify();
        route.deviceHeader = "X-Device";
        TestEdge edge = stage.edge(route);
        SubjectKey device = SubjectKey.of("chat", SubjectKind.DEVICE, "d1");
        edge.invalidate(device, now, null);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a", "X-Device: d1")).startsWith("HTTP/1.1 101");
            client.text("hello");
            assertThat(client.next()).isEqualTo("1 hello");
            edge.invalidate(device, Instant.now().plusMillis(1), null);
            assertThat(client.next()).isEqualTo("close 4401 token-invalidated");
        }
    }

    @Test
    void centrifugeClientsAreAskedForANewTokenAtTheirConnect() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address()).identify(Identify.FIRST_FRAMES);
        route.protocol = RouteProtocol.CENTRIFUGE;
        route.require = true;
        TestEdge edge = stage.edge(route);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101");
            client.text("{\"id\":7,\"connect\":{\"token\":\"" + older + "\"}}");
            assertThat(client.next()).startsWith("1 {\"id\":7,\"connect\"");
            edge.invalidate(ALICE, now, null);
            assertThat(client.next()).isEqualTo("close 3005 connection expired");
        }
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101");
            client.text("{\"id\":7,\"connect\":{\"token\":\"" + older + "\"}}");
            assertThat(client.next())
                    .isEqualTo("1 {\"id\":7,\"error\":{\"code\":109,\"message\":\"token expired\"}}");
            assertThat(client.next()).isEqualTo("close 3005 connection expired");
        }
        await().until(() -> edge.registry.size() == 0);
    }

    @Test
    void centrifugeClientsAreAskedForANewTokenInProtobufToo() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address()).identify(Identify.FIRST_FRAMES);
        route.protocol = RouteProtocol.CENTRIFUGE;
        route.require = true;
        TestEdge edge = stage.edge(route);
        edge.invalidate(ALICE, now, null);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101");
            client.write(Raw.frame(0x82, connect(7, older)));
            // A reply of 21 bytes: its id, and an error of 17 with code and message.
            assertThat(client.next()).isEqualTo("2 \25\b\7\22\21\bm\22\15token expired");
            assertThat(client.next()).isEqualTo("close 3005 connection expired");
        }
    }

    private static byte[] connect(int id, String token) throws IOException {
        byte[] request = written(out -> out.writeString(1, token));
        byte[] command = written(out -> {
            out.writeUInt32(1, id);
            out.writeByteArray(4, request);
        });
        return written(out -> out.writeByteArrayNoTag(command));
    }

    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        writing.to(out);
        out.flush();
        return bytes.toByteArray();
    }

    @Test
    void graphqlClientsAreTold() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address()).identify(Identify.FIRST_FRAMES);
        route.protocol = RouteProtocol.GRAPHQL;
        TestEdge edge = stage.edge(route);
        edge.invalidate(ALICE, now, null);
        for (String token : List.of(older, newer)) {
            try (Raw client = new Raw(edge.uri())) {
                assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101");
                String init = "{\"type\":\"connection_init\",\"payload\":{\"token\":\"" + token + "\"}}";
                client.text(init);
                assertThat(client.next())
                        .isEqualTo(token.equals(older) ? "close 4401 token-invalidated" : "1 " + init);
            }
        }
    }
}
