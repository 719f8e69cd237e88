package dev.bouncer.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.Secret;
import dev.bouncer.config.TokenConfig;
import dev.bouncer.contract.Reach;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of a whole app, and what tokens say of when a user was first seen. */
class AppBlocksTest {
    private static final Instant RAID = Instant.parse("2026-03-01T12:00:00Z");

    private final TestEdge edge = new TestEdge(List.of(new AppConfig("chat", List.of(),
            new TokenConfig(new TokenConfig.Verifier.Hmac(new Secret(Tokens.SECRET)), null, null, null,
                    "registered_at"),
            null, ConnectionRules.NONE)));

    @AfterEach
    void stop() {
        edge.close();
    }

    private TestClient connect(String user, @Nullable Object registeredAt) {
        JwtClaims claims = Tokens.claims(user, Instant.now().plusSeconds(3600));
        if (registeredAt != null) claims.setClaim("registered_at", registeredAt);
        return TestClient.connect(edge.uri(), "/v1/apps/chat/connect?token=" + Tokens.sign(claims));
    }

    @Test
    void inMaintenanceOnlyTheExceptionsStayAndCome() {
        TestClient admin = connect("admin", null).welcomed();
        TestClient alice = connect("alice", null).welcomed();

        edge.blockApp("chat", new Reach(Set.of(new Subject(SubjectKind.USER, "admin")), null, null));

        assertThat(alice.closed()).isEqualTo("4403 blocked");
        assertThat(alice.frames().getLast()).contains("\"message\":\"Back soon.\"");
        assertThat(admin.isOpen()).isTrue();
        connect("admin", null).welcomed();
        assertThat(connect("alice", null).closed()).isEqualTo("4403 blocked");
    }

    @Test
    void inARaidThoseWhoWereThereBeforeStayAndCome() {
        TestClient old = connect("old", RAID.getEpochSecond()).welcomed();
        TestClient fresh = connect("fresh", RAID.getEpochSecond() + 1).welcomed();

        edge.blockApp("chat", new Reach(Set.of(), RAID, null));

        assertThat(fresh.closed()).isEqualTo("4403 blocked");
        assertThat(old.isOpen()).isTrue();
        connect("old", RAID.toString()).welcomed();
        assertThat(connect("fresh", "2026-03-01T12:00:00.001Z").closed()).isEqualTo("4403 blocked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1772366400", "[]"})
    void whoseTokenDoesNotSayIsNew(String claim) {
        edge.blockApp("chat", new Reach(Set.of(), RAID, null));

        assertThat(connect("somebody", claim.equals("[]") ? List.of() : claim).closed()).isEqualTo("4403 blocked");
        assertThat(connect("somebody", null).closed()).isEqualTo("4403 blocked");
        assertThat(connect("somebody", Double.MAX_VALUE).closed()).isEqualTo("4403 blocked");
    }
}
