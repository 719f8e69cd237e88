package dev.bouncer.edge.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Revoked and invalidated tokens in the native protocol. */
class InvalidatedTest {
    private static final SubjectKey ALICE = TestEdge.user("alice");
    // Tokens count in whole seconds.
    private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());

    private final TestEdge edge = new TestEdge(List.of(Tokens.chat()));

    @AfterEach
    void stop() {
        edge.close();
    }

    private TestClient connect(String token) {
        return TestClient.connect(edge.uri(), "/v1/apps/chat/connect?token=" + token);
    }

    private TestClient alice(@Nullable Instant issuedAt) {
        return connect(Tokens.of("alice", issuedAt));
    }

    @Test
    void closesWhoCameWithAnOlderTokenAndNobodyElse() {
        TestClient older = alice(now.minusSeconds(1)).welcomed();
        TestClient silent = alice(null).welcomed();
        TestClient newer = alice(now).welcomed();
        TestClient bob = connect(Tokens.of("bob", null)).welcomed();
        edge.invalidate(ALICE, now, "Please sign in again.");

        assertThat(older.closed()).isEqualTo("4401 token-invalidated");
        assertThat(older.frames().getLast()).isEqualTo("{\"type\":\"closed\",\"code\":4401,"
                + "\"reason\":\"token-invalidated\",\"message\":\"Please sign in again.\"}");
        assertThat(silent.closed()).isEqualTo("4401 token-invalidated");
        assertThat(newer.isOpen()).isTrue();
        assertThat(bob.isOpen()).isTrue();
        await().until(() -> edge.registry.size() == 2);
        assertThat(edge.metric("bouncer.closes", Map.of("app", "chat", "reason", "token-invalidated"))).isEqualTo(2);
    }

    @Test
    void refusesAnOlderTokenAndOneThatDoesNotSayAndWelcomesANewerOne() {
        edge.invalidate(ALICE, now, null);

        assertThat(alice(now.minusSeconds(1)).closed()).isEqualTo("4401 token-invalidated");
        TestClient silent = alice(null);
        assertThat(silent.closed()).isEqualTo("4401 token-invalidated");
        assertThat(silent.frames())
                .containsExactly("{\"type\":\"closed\",\"code\":4401,\"reason\":\"token-invalidated\"}");
        alice(now).welcomed();
        connect(Tokens.of("bob", null)).welcomed();
        assertThat(edge.metric("bouncer.connects", Map.of("outcome", "token-invalidated"))).isEqualTo(2);
    }

    @Test
    void aDevicesTokensCountToo() {
        JwtClaims claims = Tokens.claims("alice", now.plusSeconds(3600));
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond() - 1));
        claims.setStringClaim("device", "phone");
        TestClient phone = connect(Tokens.sign(claims)).welcomed();
        TestClient elsewhere = alice(now.minusSeconds(1)).welcomed();
        edge.invalidate(SubjectKey.of("chat", SubjectKind.DEVICE, "phone"), now, null);

        assertThat(phone.closed()).isEqualTo("4401 token-invalidated");
        assertThat(elsewhere.isOpen()).isTrue();
        assertThat(connect(Tokens.sign(claims)).closed()).isEqualTo("4401 token-invalidated");
    }

    @Test
    void aRevokedTokenIsABlockedSubject() {
        JwtClaims claims = Tokens.claims("alice", now.plusSeconds(3600));
        claims.setJwtId("t-1");
        TestClient revoked = connect(Tokens.sign(claims)).welcomed();
        TestClient other = TestClient.connect(edge, "alice").welcomed();
        edge.block(SubjectKey.of("chat", SubjectKind.TOKEN, "t-1"), null, null);

        assertThat(revoked.closed()).isEqualTo("4403 blocked");
        assertThat(connect(Tokens.sign(claims)).closed()).isEqualTo("4403 blocked");
        assertThat(other.isOpen()).isTrue();
    }

    @Test
    void aTimeOfIssueThatIsNoneIsRefusedAndOneInAnotherAgeSaysNothing() {
        edge.invalidate(ALICE, now, null);
        JwtClaims claims = Tokens.claims("alice", now.plusSeconds(3600));
        claims.setClaim("iat", "yesterday");
        assertThat(connect(Tokens.sign(claims)).closed()).isEqualTo("4401 unauthenticated");

        claims.setClaim("iat", Long.MIN_VALUE);
        assertThat(connect(Tokens.sign(claims)).closed()).isEqualTo("4401 token-invalidated");
    }
}
