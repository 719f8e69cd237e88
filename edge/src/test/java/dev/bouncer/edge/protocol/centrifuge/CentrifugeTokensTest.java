package dev.bouncer.edge.protocol.centrifuge;

import java.time.Instant;
import java.util.List;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Revoked and invalidated tokens in Centrifuge's protocol. */
@ParameterizedClass
@EnumSource(Spoken.class)
class CentrifugeTokensTest {
    private static final SubjectKey ALICE = TestEdge.user("alice");
    // Tokens count in whole seconds.
    private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());

    private final Spoken spoken;
    private final TestEdge edge = new TestEdge(List.of(Tokens.chat()));

    CentrifugeTokensTest(Spoken spoken) {
        this.spoken = spoken;
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private CentrifugeClient alice(@Nullable Instant issuedAt) {
        return CentrifugeClient.connect(spoken, edge.uri(), Tokens.of("alice", issuedAt));
    }

    @Test
    void endsWhoCameWithAnOlderTokenSoThatItComesBack() {
        CentrifugeClient older = alice(now.minusSeconds(1));
        CentrifugeClient newer = alice(now);
        edge.invalidate(ALICE, now, "Please sign in again.");

        assertThat(older.closed()).isEqualTo("3005 connection expired");
        assertThat(newer.isOpen()).isTrue();
    }

    @Test
    void asksForANewTokenAtTheConnectAndWelcomesItOnTheSameConnection() {
        edge.invalidate(ALICE, now, null);
        CentrifugeClient client = CentrifugeClient.open(spoken, edge.uri());
        client.say(CentrifugeClient.connectCommand(Tokens.of("alice", now.minusSeconds(1))));
        assertThat(client.frame(0)).contains("\"code\":109");
        client.say(CentrifugeClient.connectCommand(Tokens.of("alice", (Instant) null)));
        assertThat(client.frame(1)).contains("\"code\":109");
        assertThat(edge.registry.size()).isZero();

        client.say(CentrifugeClient.connectCommand(Tokens.of("alice", now))).heard(2, "connect");
        assertThat(edge.registry.find(ALICE)).hasSize(1);
    }

    @Test
    void aRefreshedTokensTimeCountsFromThenOn() {
        CentrifugeClient client = alice(now.minusSeconds(60));
        CentrifugeClient other = alice(now.minusSeconds(60));
        client.say(CentrifugeClient.refreshCommand(Tokens.of("alice", now))).heard(1, "refresh");
        edge.invalidate(ALICE, now, null);

        assertThat(other.closed()).isEqualTo("3005 connection expired");
        assertThat(client.isOpen()).isTrue();
        client.say(CentrifugeClient.refreshCommand(Tokens.of("alice", now.plusSeconds(1)))).heard(2, "refresh");
        assertThat(edge.registry.find(ALICE)).hasSize(1);
    }

    @Test
    void aRefreshWithAnOlderTokenEndsIt() {
        CentrifugeClient client = alice(now);
        edge.invalidate(ALICE, now, null);
        client.say(CentrifugeClient.refreshCommand(Tokens.of("alice", now.minusSeconds(1))));

        assertThat(client.closed()).isEqualTo("3005 connection expired");
    }

    @Test
    void aRevokedTokenIsABlockedSubject() {
        JwtClaims claims = Tokens.claims("alice", now.plusSeconds(3600));
        claims.setJwtId("t-1");
        CentrifugeClient revoked = CentrifugeClient.connect(spoken, edge.uri(), Tokens.sign(claims));
        CentrifugeClient other = alice(null);
        edge.block(SubjectKey.of("chat", SubjectKind.TOKEN, "t-1"), null, null);

        assertThat(revoked.closed()).isEqualTo("3503 force disconnect");
        assertThat(CentrifugeClient.open(spoken, edge.uri()).say(CentrifugeClient.connectCommand(Tokens.sign(claims)))
                .closed()).isEqualTo("3507 permission denied");
        assertThat(other.isOpen()).isTrue();
    }
}
