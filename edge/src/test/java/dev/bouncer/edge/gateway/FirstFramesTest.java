package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.PusherConfig;
import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.config.RouteConfig.RouteProtocol;
import dev.bouncer.config.Secret;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("NullAway.Init")
final class FirstFramesTest {
    private static final String SECRET = "a-pusher-secret-for-tests";

    @RegisterExtension
    final Stage stage = new Stage();

    private Duration requireWithin = Duration.ofSeconds(20);
    private Behind behind;
    private TestEdge edge;

    private void start(RouteProtocol protocol, boolean require, Behind.Role role) throws IOException {
        behind = stage.behind(role);
        TestRoutes route = new TestRoutes(behind.address()).identify(Identify.FIRST_FRAMES);
        route.protocol = protocol;
        route.require = require;
        route.requireWithin = requireWithin;
        AppConfig app = route.app();
        edge = stage.edge(new AppConfig(app.name(), app.keys(), app.tokens(),
                new PusherConfig("4711", "key", new Secret(SECRET), true), app.connections(), app.routes()));
    }

    private Raw open() throws IOException {
        Raw client = new Raw(edge.uri());
        assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101");
        return client;
    }

    private int sessionsOf(String user) {
        return edge.registry.find(TestEdge.user(user)).size();
    }

    @Test
    void graphqlClientsSayItWhenTheyBegin() throws Exception {
        start(RouteProtocol.GRAPHQL, true, Behind.ECHO);
        String init = "{\"type\":\"connection_init\",\"payload\":{\"headers\":{\"Authorization\":\"Bearer "
                + Tokens.of("alice") + "\"}}}";
        try (Raw alice = open()) {
            alice.text(init);
            assertThat(alice.next()).isEqualTo("1 " + init);
            assertThat(sessionsOf("alice")).isEqualTo(1);
            edge.block(TestEdge.user("alice"), null, "No more.");
            assertThat(alice.next()).isEqualTo("close 4401 No more.");
        }
        try (Raw alice = open()) {
            alice.text(init);
            assertThat(alice.next()).isEqualTo("close 4401 No more.");
        }
        assertThat(behind.talk().requestLine).isNotEmpty();
    }

    @Test
    void whoSaysNothingInTimeGoes() throws Exception {
        requireWithin = Duration.ofMillis(300);
        start(RouteProtocol.GRAPHQL, true, Behind.ECHO);
        try (Raw nobody = open()) {
            assertThat(nobody.next()).isEqualTo("close 4401 unauthenticated");
        }
    }

    @Test
    void whoIsNobodyMayStayWhereTheUpstreamJudges() throws Exception {
        start(RouteProtocol.GRAPHQL, false, Behind.ECHO);
        try (Raw nobody = open()) {
            nobody.text("{\"type\":\"connection_init\",\"payload\":{\"token\":\"forged\"}}");
            assertThat(nobody.next()).startsWith("1 {\"type\":\"connection_init\"");
        }
    }

    @Test
    void aForgedTokenIsNotPassedOnWhereOneIsRequired() throws Exception {
        start(RouteProtocol.GRAPHQL, true, Behind.ECHO);
        try (Raw nobody = open()) {
            nobody.text("{\"type\":\"connection_init\",\"payload\":{\"token\":\"forged\"}}");
            assertThat(nobody.next()).isEqualTo("close 4401 unauthenticated");
        }
    }

    @Test
    void whatABlockedClientSaysToThatEndReachesNobody() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        start(RouteProtocol.GRAPHQL, true, talk -> {
            talk.agree();
            for (Behind.Frame frame = talk.next(); frame != null; frame = talk.next()) {
                if ((frame.first() & 0xf) == 8) return;
                heard.add(frame.text());
            }
        });
        edge.block(TestEdge.user("alice"), null, "No more.");
        String init = "{\"type\":\"connection_init\",\"payload\":{\"token\":\"" + Tokens.of("alice") + "\"}}";
        for (int i = 0; i < 20; i++) {
            try (Raw alice = open()) {
                alice.write(Raw.frame(0x81, init.getBytes(StandardCharsets.UTF_8)), Raw.frame(0x81, new byte[3]));
                assertThat(alice.next()).isEqualTo("close 4401 No more.");
            }
        }
        await().until(() -> behind.connections() == 0);
        assertThat(heard).isEmpty();
    }

    @Test
    void centrifugeClientsSayItWhenTheyConnect() throws Exception {
        start(RouteProtocol.CENTRIFUGE, true, Behind.ECHO);
        String connect = "{\"id\":1,\"connect\":{\"token\":\"" + Tokens.of("alice") + "\"}}";
        try (Raw alice = open()) {
            alice.text(connect);
            assertThat(alice.next()).isEqualTo("1 " + connect);
            edge.block(TestEdge.user("alice"), null, null);
            assertThat(alice.next()).isEqualTo("close 3503 force disconnect");
        }
        try (Raw alice = open()) {
            alice.text(connect);
            assertThat(alice.next()).isEqualTo("close 3507 permission denied");
        }
    }

    @Test
    void pusherClientsSignInOrJoin() throws Exception {
        start(RouteProtocol.PUSHER, false, talk -> {
            talk.agree();
            talk.text("{\"event\":\"pusher:connection_established\",\"data\":\"{\\\"socket_id\\\":\\\"12.34\\\"}\"}");
            Behind.echo(talk);
        });
        String user = "{\"id\":\"alice\"}";
        String member = "{\"user_id\":\"bob\"}";
        try (Raw client = open()) {
            client.next();
            client.text("{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"key:" + hmac("12.34::user::" + user)
                    + "\",\"user_data\":\"" + user.replace("\"", "\\\"") + "\"}}");
            client.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"presence-x\",\"auth\":\"key:"
                    + hmac("12.34:presence-x:" + member) + "\",\"channel_data\":\"" + member.replace("\"", "\\\"")
                    + "\"}}");
            client.next();
            client.next();
            assertThat(sessionsOf("alice")).isEqualTo(1);
            assertThat(sessionsOf("bob")).isEqualTo(1);
            edge.block(TestEdge.user("bob"), null, null);
            assertThat(client.next()).startsWith("1 {\"event\":\"pusher:error\"").contains("4009");
            assertThat(client.next()).startsWith("close 4009 ");
        }
    }

    @Test
    void whatAPusherClientShowsAgainIsAsOldAsItsConnection() throws Exception {
        start(RouteProtocol.PUSHER, false, talk -> {
            talk.agree();
            talk.text("{\"event\":\"pusher:connection_established\",\"data\":\"{\\\"socket_id\\\":\\\"12.34\\\"}\"}");
            Behind.echo(talk);
        });
        String signIn = "{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"key:"
                + hmac("12.34::user::{\"id\":\"alice\"}") + "\",\"user_data\":\"{\\\"id\\\":\\\"alice\\\"}\"}}";
        try (Raw client = open()) {
            client.next();
            client.text(signIn);
            assertThat(client.next()).contains("pusher:signin");
            Instant between = Instant.now().plusMillis(1);
            await().until(() -> Instant.now().isAfter(between));
            client.text(signIn);
            assertThat(client.next()).contains("pusher:signin");
            edge.invalidate(TestEdge.user("alice"), between, null);
            assertThat(client.next()).startsWith("1 {\"event\":\"pusher:error\"").contains("4100");
        }
    }

    @Test
    void socketIoClientsSayItForEachNamespace() throws Exception {
        start(RouteProtocol.SOCKET_IO, true, Behind.ECHO);
        try (Raw alice = open()) {
            String auth = "{\"token\":\"" + Tokens.of("alice") + "\"}";
            alice.write(Raw.frame(0x81, ("40" + auth).getBytes(StandardCharsets.UTF_8)),
                    Raw.frame(0x81, ("40/admin," + auth).getBytes(StandardCharsets.UTF_8)));
            assertThat(alice.next()).startsWith("1 40{");
            assertThat(alice.next()).startsWith("1 40/admin,{");
            edge.block(TestEdge.user("alice"), null, "Bye.");
            assertThat(alice.next()).isEqualTo("1 41");
            assertThat(alice.next()).isEqualTo("1 41/admin,");
            assertThat(alice.next()).isEqualTo("close 4403 Bye.");
        }
        try (Raw alice = open()) {
            alice.text("40{\"token\":\"" + Tokens.of("alice") + "\"}");
            assertThat(alice.next()).isEqualTo("1 44{\"message\":\"Bye.\",\"data\":{\"code\":4403}}");
            assertThat(alice.next()).isEqualTo("close 4403 Bye.");
        }
        await().until(() -> behind.connections() == 0 && edge.registry.size() == 0);
    }

    @Test
    void socketIoClientsMayBeginByPolling() throws Exception {
        start(RouteProtocol.SOCKET_IO, true, talk -> {
            if (talk.requestLine.startsWith("POST"))
                assertThat(new String(talk.in.readNBytes(Integer.parseInt(talk.header("content-length"))),
                        StandardCharsets.UTF_8)).startsWith("40{");
            talk.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        });
        String connect = "40{\"token\":\"" + Tokens.of("alice") + "\"}";
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get("/chat/?transport=polling")).startsWith("HTTP/1.1 200");
            assertThat(client.post("/chat/?transport=polling&sid=a", "42[\"hi\"]")).startsWith("HTTP/1.1 401");
            assertThat(client.post("/chat/?transport=polling&sid=a", connect)).startsWith("HTTP/1.1 200");
            edge.block(TestEdge.user("alice"), null, null);
            assertThat(client.get("/chat/?transport=polling&sid=a")).startsWith("HTTP/1.1 403");
            assertThat(client.post("/chat/?transport=polling&sid=b", connect)).startsWith("HTTP/1.1 403");
            assertThat(client.post("/chat/?transport=polling&sid=b", "40{\"token\":\"forged\"}"))
                    .startsWith("HTTP/1.1 401");
        }
    }

    private static String hmac(String signed) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
