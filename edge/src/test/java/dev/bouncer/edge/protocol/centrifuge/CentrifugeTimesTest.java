package dev.bouncer.edge.protocol.centrifuge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.bouncer.config.CentrifugeTimes;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import dev.bouncer.enforcement.Readiness;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static dev.bouncer.edge.TestClient.await;

/** What becomes of clients of Centrifuge's protocol as time passes. */
@ParameterizedClass
@EnumSource(Spoken.class)
@Execution(ExecutionMode.CONCURRENT)
class CentrifugeTimesTest {
    // A busy machine may let a client wait for seconds before it can say what it wants to.
    private static final Duration CONNECT = Duration.ofSeconds(6);
    private static final Duration GRACE = Duration.ofSeconds(1);
    // Nobody here answers pings, but where it is about them.
    private static final CentrifugeTimes RARELY_PINGING = new CentrifugeTimes(CONNECT, Duration.ofSeconds(60),
            Duration.ofSeconds(1), GRACE);
    private static final CentrifugeTimes OFTEN_PINGING = new CentrifugeTimes(CONNECT, Duration.ofSeconds(1),
            Duration.ofMillis(900), GRACE);

    private final Spoken spoken;
    private TestEdge edge = new TestEdge(List.of(Tokens.chat()), RARELY_PINGING);

    CentrifugeTimesTest(Spoken spoken) {
        this.spoken = spoken;
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private static String token(String user, Instant expiry, String id) {
        JwtClaims claims = Tokens.claims(user, expiry);
        claims.setJwtId(id);
        return Tokens.sign(claims);
    }

    private static Instant inAnHour() {
        return Instant.now().plusSeconds(3600);
    }

    private static SubjectKey tokenSubject(String id) {
        return SubjectKey.of("chat", SubjectKind.TOKEN, id);
    }

    private CentrifugeClient alice(String tokenId) {
        return CentrifugeClient.connect(spoken, edge.uri(), token("alice", inAnHour(), tokenId));
    }

    @Test
    void endsWhoeverDoesNotConnect() {
        Instant start = Instant.now();
        CentrifugeClient client = CentrifugeClient.open(spoken, edge.uri());

        assertThat(client.closed()).isEqualTo("3502 stale");
        assertThat(Instant.now()).isAfterOrEqualTo(start.plus(CONNECT));
    }

    @Test
    void doesNotWaitForeverForWhoeverBringsExpiredTokens() {
        CentrifugeClient client = CentrifugeClient.open(spoken, edge.uri())
                .say(CentrifugeClient.connectCommand(token("alice", Instant.EPOCH.plusSeconds(1), "t-1")));

        assertThat(client.frame(0)).contains("109");
        assertThat(client.closed()).isEqualTo("3502 stale");
    }

    @Test
    void pingsAndEndsWhoeverDoesNotAnswer() {
        edge.close();
        edge = new TestEdge(List.of(Tokens.chat()), OFTEN_PINGING);
        CentrifugeClient silent = alice("t-1");
        CentrifugeClient answering = alice("t-2");
        for (int ping = 1; ping <= 3; ping++) {
            int expected = ping;
            await().until(() -> answering.pings() >= expected);
            answering.say("{}");
        }

        assertThat(silent.closed()).isEqualTo("3012 no pong");
        assertThat(silent.pings()).isEqualTo(1);
        assertThat(answering.isOpen()).isTrue();
        // Each ping has one answer.
        answering.say("{}");
        assertThat(answering.closed()).isEqualTo("3501 bad request");
    }

    @Test
    void endsWhoeverDoesNotRefreshWithinTheGrace() {
        Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 8);
        CentrifugeClient client = CentrifugeClient.connect(spoken, edge.uri(), token("alice", expiry, "t-1"));

        assertThat(client.closed()).isEqualTo("3005 connection expired");
        assertThat(Instant.now()).isAfterOrEqualTo(expiry.plus(GRACE));
    }

    @Test
    void staysWithARefreshedToken() {
        Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 8);
        CentrifugeClient same = CentrifugeClient.connect(spoken, edge.uri(), token("alice", expiry, "t-1"));
        CentrifugeClient other = CentrifugeClient.connect(spoken, edge.uri(), token("alice", expiry, "t-1"));
        CentrifugeClient left = CentrifugeClient.connect(spoken, edge.uri(), token("alice", expiry, "t-1"));
        same.say(CentrifugeClient.refreshCommand(token("alice", inAnHour(), "t-1"))).heard(1, "refresh");
        other.say(CentrifugeClient.refreshCommand(token("alice", inAnHour(), "t-2"))).heard(1, "refresh");

        assertThat(same.frame(1)).matches(
                "\\{\"id\":2,\"refresh\":\\{\"expires\":true,\"ttl\":3(600|59\\d)\\}\\}");
        assertThat(left.closed()).isEqualTo("3005 connection expired");
        for (CentrifugeClient client : List.of(same, other)) {
            client.say("{\"id\":3,\"ping\":{}}").heard(2, "ping");
        }
    }

    @Test
    void movesTheEndForwardToo() {
        CentrifugeClient client = alice("t-1");
        client.say(CentrifugeClient.refreshCommand(token("alice", Instant.now().plusSeconds(2), "t-1")));

        assertThat(client.closed()).isEqualTo("3005 connection expired");
    }

    @Test
    void refreshesWithATokenWithoutEnd() {
        CentrifugeClient client = alice("t-1").say(CentrifugeClient.refreshCommand(
                Tokens.sign("{\"sub\":\"alice\"}", "HS256", Tokens.hmac(Tokens.SECRET), null)));

        assertThat(client.frame(1)).isEqualTo("{\"id\":2,\"refresh\":{}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "garbage", "anonymous"})
    void refusesTheTokensOfOthers(String whose) {
        String refresh = switch (whose) {
            case "bob" -> token("bob", inAnHour(), "t-1");
            case "anonymous" -> Tokens.sign("{\"jti\":\"t-1\"}", "HS256", Tokens.hmac(Tokens.SECRET), null);
            default -> whose;
        };

        assertThat(alice("t-1").say(CentrifugeClient.refreshCommand(refresh)).closed())
                .isEqualTo("3500 invalid token");
    }

    @Test
    void answersExpiredTokensAndStays() {
        CentrifugeClient client = alice("t-1")
                .say(CentrifugeClient.refreshCommand(token("alice", Instant.EPOCH.plusSeconds(1), "t-1")));

        assertThat(client.frame(1)).isEqualTo("{\"id\":2,\"error\":{\"code\":109,\"message\":\"token expired\"}}");
        client.say("{\"id\":3,\"ping\":{}}").heard(2, "ping");
    }

    @Test
    void isFoundByTheTokenItRefreshedWith() {
        CentrifugeClient client = alice("t-1");
        client.say(CentrifugeClient.refreshCommand(token("alice", inAnHour(), "t-2"))).heard(1, "refresh");
        edge.block(tokenSubject("t-1"), null, null);
        client.say("{\"id\":3,\"ping\":{}}").heard(2, "ping");

        edge.block(tokenSubject("t-2"), null, null);
        assertThat(client.closed()).isEqualTo("3503 force disconnect");
    }

    @Test
    void doesNotRefreshWithABlockedToken() {
        edge.block(tokenSubject("t-2"), null, null);
        CentrifugeClient client = alice("t-1");
        client.say(CentrifugeClient.refreshCommand(token("alice", inAnHour(), "t-2")));

        assertThat(client.closed()).isEqualTo("3503 force disconnect");
        assertThat(client.lines()).hasSize(1);
    }

    @Test
    void keepsWhoeverItKnowsWhileItIsOutOfTouch() {
        CentrifugeClient client = alice("t-1");
        edge.readiness.set(Readiness.STALE);
        client.say(CentrifugeClient.refreshCommand(token("alice", inAnHour(), "t-1"))).heard(1, "refresh");
    }
}
