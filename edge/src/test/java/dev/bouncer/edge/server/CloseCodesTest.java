package dev.bouncer.edge.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.config.Rate;
import dev.bouncer.config.AppConfig;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import dev.bouncer.enforcement.Readiness;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static dev.bouncer.edge.TestClient.await;

/** Every way a session ends, as a client sees it. */
class CloseCodesTest {
    private final TestEdge edge = new TestEdge(List.of(Tokens.chat(), new AppConfig("tokenless", List.of(), null)));

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void welcomesWithItsSubjects() {
        JwtClaims claims = Tokens.claims("alice", Instant.now().plusSeconds(60));
        claims.setJwtId("t-1");
        claims.setStringClaim("device", "phone/7");
        TestClient client = TestClient.connect(edge.uri(), "/v1/apps/chat/connect?token=" + Tokens.sign(claims));

        String session = client.frame(0).path("session").asText();
        assertThat(client.frames()).containsExactly("{\"type\":\"welcome\",\"session\":\"" + session
                + "\",\"subjects\":[{\"kind\":\"user\",\"id\":\"alice\"},{\"kind\":\"token\",\"id\":\"t-1\"},"
                + "{\"kind\":\"ip\",\"id\":\"127.0.0.1\"},{\"kind\":\"device\",\"id\":\"phone/7\"}]}");
        assertThat(edge.registry.all()).extracting(open -> open.id().toString()).containsExactly(session);
        assertThat(edge.metric("bouncer.sessions", Map.of("app", "chat"))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/apps/chat/connect", "/v1/apps/chat/connect?token=",
            "/v1/apps/chat/connect?token=x.y.z",
            "/v1/apps/nobody/connect?token=GOOD", "/v1/apps/tokenless/connect?token=GOOD",
            "/v1/apps/%22odd%0a/connect?token=GOOD"})
    void acceptsAndThenTellsStrangersNothingButTheCode(String path) {
        TestClient client = TestClient.connect(edge.uri(), path.replace("GOOD", Tokens.of("alice")));

        assertThat(client.closed()).isEqualTo("4401 unauthenticated");
        assertThat(client.frames())
                .containsExactly("{\"type\":\"closed\",\"code\":4401,\"reason\":\"unauthenticated\"}");
        assertThat(edge.registry.size()).isZero();
    }

    @Test
    void refusesTheBlockedWithTheMessageForThemAndTheEnd() {
        edge.block(TestEdge.user("alice"), Instant.parse("2999-12-01T12:00:00Z"), "You are blocked for spam.");
        TestClient client = TestClient.connect(edge, "alice");

        assertThat(client.closed()).isEqualTo("4403 blocked");
        assertThat(client.frames()).containsExactly("{\"type\":\"closed\",\"code\":4403,\"reason\":\"blocked\","
                + "\"message\":\"You are blocked for spam.\",\"until\":\"2999-12-01T12:00:00.000Z\"}");
        assertThat(edge.registry.size()).isZero();
        assertThat(edge.metric("bouncer.connects", Map.of("outcome", "blocked"))).isEqualTo(1);
        assertThat(edge.metric("bouncer.closes", Map.of())).isZero();
    }

    @Test
    void closesTheBlockedAndNobodyElse() {
        TestClient alice = TestClient.connect(edge, "alice").welcomed();
        TestClient bob = TestClient.connect(edge, "bob").welcomed();
        edge.block(TestEdge.user("alice"), null, null);

        assertThat(alice.closed()).isEqualTo("4403 blocked");
        assertThat(alice.frames().getLast()).isEqualTo("{\"type\":\"closed\",\"code\":4403,\"reason\":\"blocked\"}");
        assertThat(bob.isOpen()).isTrue();
        await().until(() -> edge.registry.size() == 1);
        assertThat(edge.metric("bouncer.closes", Map.of("app", "chat", "reason", "blocked"))).isEqualTo(1);
        assertThat(edge.metric("bouncer.sessions", Map.of("app", "chat"))).isEqualTo(1);
    }

    @Test
    void refusesWhoComesFromABlockedRange() {
        edge.block(SubjectKey.of("chat", SubjectKind.IP, "127.0.0.0/8"), null, null);

        assertThat(TestClient.connect(edge, "alice").closed()).isEqualTo("4403 blocked");
    }

    @Test
    void tellsTheTerminatedThatTheyMayReturn() {
        TestClient client = TestClient.connect(edge, "alice").welcomed();
        edge.terminate(TestEdge.user("alice"));

        assertThat(client.closed()).isEqualTo("4410 terminated");
        assertThat(client.frames().getLast())
                .isEqualTo("{\"type\":\"closed\",\"code\":4410,\"reason\":\"terminated\"}");
        TestClient.connect(edge, "alice").welcomed();
    }

    @Test
    void tellsTheTerminatedWhatTheCommandWantsAndSparesTheExcepted() {
        TestClient alice = TestClient.connect(edge, "alice").welcomed();
        TestClient spared = TestClient.connect(edge, "alice").welcomed();
        Set<UUID> except = Set.of(UUID.fromString(spared.frame(0).path("session").asText()));
        edge.terminate(TestEdge.user("alice"),
                new Termination(Set.of(), except, new Termination.Close(4500, "signed in elsewhere")));

        assertThat(alice.closed()).isEqualTo("4500 signed in elsewhere");
        assertThat(alice.frames().getLast())
                .isEqualTo("{\"type\":\"closed\",\"code\":4500,\"reason\":\"signed in elsewhere\"}");
        assertThat(spared.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CATCHING_UP", "STALE"})
    void sendsClientsElsewhereWhileItDoesNotKnow(Readiness readiness) {
        edge.readiness.set(readiness);
        TestClient client = TestClient.connect(edge, "alice");

        assertThat(client.closed()).isEqualTo("1013 try-again-later");
        assertThat(client.frames())
                .containsExactly("{\"type\":\"closed\",\"code\":1013,\"reason\":\"try-again-later\"}");
    }

    @Test
    void keepsSessionsWhenItGoesStale() {
        TestClient client = TestClient.connect(edge, "alice").welcomed();
        edge.readiness.set(Readiness.STALE);
        client.socket().sendText("{\"type\":\"ping\"}", true).join();

        assertThat(client.frame(1).path("type").asText()).isEqualTo("pong");
    }

    @Test
    void closesSessionsGoingAwayAndRefusesNewOnes() throws InterruptedException {
        TestClient client = TestClient.connect(edge, "alice").welcomed();
        edge.sessions.drain(Duration.ZERO, Rate.UNLIMITED);

        assertThat(client.closed()).isEqualTo("1001 going-away");
        assertThat(client.frames().getLast())
                .isEqualTo("{\"type\":\"closed\",\"code\":1001,\"reason\":\"going-away\"}");
        assertThat(TestClient.connect(edge, "bob").closed()).isEqualTo("1001 going-away");
    }

    @Test
    void closesWhenTheTokenExpires() {
        Instant expiry = Instant.now().plusSeconds(2);
        TestClient client = TestClient.connect(edge.uri(),
                "/v1/apps/chat/connect?token=" + Tokens.sign(Tokens.claims("alice", expiry))).welcomed();
        TestClient other = TestClient.connect(edge, "alice").welcomed();

        assertThat(client.closed()).isEqualTo("4401 unauthenticated");
        assertThat(Instant.now()).isAfterOrEqualTo(Instant.ofEpochSecond(expiry.getEpochSecond()));
        assertThat(other.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {253_402_300_799L, 31_556_889_864_403_199L, 9_000_000_000_000_000L})
    void keepsSessionsWhoseTokenExpiresInAnotherAge(long expiry) {
        JwtClaims claims = Tokens.claims("alice", Instant.now());
        claims.setClaim("exp", expiry);
        TestClient client = TestClient.connect(edge.uri(), "/v1/apps/chat/connect?token=" + Tokens.sign(claims));

        client.welcomed();
        client.socket().sendText("{\"type\":\"ping\"}", true).join();
        assertThat(client.frame(1).path("type").asText()).isEqualTo("pong");
    }

    @Test
    void forgetsSessionsWhoseClientLeaves() {
        TestClient client = TestClient.connect(edge, "alice").welcomed();
        client.socket().sendClose(1000, "bye").join();
        TestClient other = TestClient.connect(edge, "bob").welcomed();
        other.socket().abort();

        await().until(() -> edge.registry.size() == 0);
        assertThat(edge.metric("bouncer.sessions", Map.of("app", "chat"))).isZero();
        assertThat(edge.metric("bouncer.closes", Map.of())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "[]", "{\"type\":7}", "{\"type\":\"pong\"}", "{\"type\":\"subscribe\"}", "",
            "{"})
    void ignoresWhatElseClientsSay(String frame) {
        TestClient client = TestClient.connect(edge, "alice").welcomed();
        client.socket().sendText(frame, true).join();
        client.socket().sendBinary(ByteBuffer.allocate(100), true).join();
        client.socket().sendText("{\"type\":\"ping\",\"more\":1}", true).join();

        assertThat(client.frame(1).path("type").asText()).isEqualTo("pong");
        assertThat(client.frames()).hasSize(2);
    }
}
