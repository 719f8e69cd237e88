package dev.bouncer.edge.protocol.centrifuge;

import java.util.List;
import java.util.Map;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.TokenConfig;
import dev.bouncer.config.TokenConfig.Verifier;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose client it is, where the path does not say. */
class CentrifugeAppsTest {
    private final TestEdge edge = new TestEdge(
            List.of(app("chat", "chat-issuer"), app("game", "game-issuer"), app("plain", null)));

    @AfterEach
    void stop() {
        edge.close();
    }

    // Each has a secret of its own: its name.
    private static AppConfig app(String name, @Nullable String issuer) {
        return new AppConfig(name, List.of(),
                new TokenConfig(new Verifier.Hmac(new Secret(name)), issuer, null, null));
    }

    @ParameterizedTest
    @CsvSource({"'', chat-issuer, chat, chat", "'', game-issuer, game, game", "'', game-issuer, chat,",
            "'', other-issuer, chat,", "?app=plain, other-issuer, plain, plain", "?app=game, game-issuer, game, game",
            "?app=chat, game-issuer, game,", "?app=plain, game-issuer, game,", "?app=none, game-issuer, game,"})
    void isTheTokensOrTheUrls(String query, String issuer, String secret, @Nullable String app) {
        String token = Tokens.sign("{\"sub\":\"alice\",\"iss\":\"" + issuer + "\"}", "HS256", Tokens.hmac(secret),
                null);
        CentrifugeClient client = new CentrifugeClient(Spoken.JSON,
                TestClient.connect(edge.uri(), CentrifugeClient.PATH + query))
                .say(CentrifugeClient.connectCommand(token));

        if (app == null) {
            assertThat(client.closed()).isEqualTo("3500 invalid token");
            assertThat(edge.registry.size()).isZero();
        } else {
            client.heard(0, "connect");
            assertThat(edge.registry.subjectsOf(edge.registry.all().iterator().next()).toString())
                    .contains(app + ":user:alice");
            assertThat(edge.metric("bouncer.connects", Map.of("app", app, "outcome", "admitted"))).isEqualTo(1);
        }
    }
}
