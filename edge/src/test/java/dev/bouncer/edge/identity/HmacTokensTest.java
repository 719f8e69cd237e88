package dev.bouncer.edge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import dev.bouncer.config.Secret;
import dev.bouncer.config.TokenConfig.Verifier;
import dev.bouncer.contract.IpRange;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way: once a header is known, the answers are those of a verifier that has never seen a token. */
class HmacTokensTest {
    private static final IpRange ADDRESS = IpRange.parse("192.0.2.7");
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final String GOOD = "{\"sub\":\"alice\"}";

    private final Authenticator authenticator = fresh();

    private static Authenticator fresh() {
        return new Authenticator(List.of(Tokens.chat()), () -> NOW);
    }

    @BeforeEach
    void knowsTheHeaders() {
        for (String algorithm : List.of("HS256", "HS384", "HS512"))
            assertThat(ask(signed(GOOD, algorithm))).isInstanceOf(Authentication.Authenticated.class);
    }

    @AfterEach
    void close() {
        authenticator.close();
    }

    private Authentication ask(String token) {
        return authenticator.authenticate("chat", token, ADDRESS);
    }

    private static String signed(String claims, String algorithm) {
        return Tokens.sign(claims, algorithm, Tokens.hmac(Tokens.SECRET), null);
    }

    private void isJudgedAsByAFreshOne(String token) {
        try (Authenticator fresh = fresh()) {
            assertThat(ask(token)).isEqualTo(fresh.authenticate("chat", token, ADDRESS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void takesWhatTheSecretSigned(String algorithm) {
        Authentication authentication = ask(signed("{\"sub\":\"böb\",\"exp\":1796212800}", algorithm));

        assertThat(authentication).isEqualTo(
                new Authentication.Authenticated(((Authentication.Authenticated) authentication).subjects(),
                        Instant.ofEpochSecond(1_796_212_800L)));
        assertThat(((Authentication.Authenticated) authentication).subjects()).asString().contains("chat:user:böb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sub\":\"alice\",\"exp\":1}", "{\"sub\":\"alice\",\"nbf\":99999999999}", "{\"sub\":7}",
            "{\"exp\":\"soon\",\"sub\":\"alice\"}", "{\"sub\":\"a\",\"sub\":\"b\"}", "{}", "[]", "no json", "",
            "{\"sub\":\"alice\",\"exp\":1796212800}", "{\"sub\":\"\"}"})
    void judgesClaimsAsTheLibraryDoes(String claims) {
        isJudgedAsByAFreshOne(signed(claims, "HS256"));
    }

    @Test
    void refusesWhatTheSecretDidNotSign() {
        String token = signed(GOOD, "HS256");
        String[] parts = token.split("\\.", -1);
        String other = Base64.getUrlEncoder().withoutPadding()
                .encodeToString("{\"sub\":\"root\"}".getBytes(StandardCharsets.UTF_8));
        String foreign = Tokens.sign(GOOD, "HS256", Tokens.hmac(Tokens.SECRET + "!"), null);

        for (String bad : List.of(parts[0] + '.' + other + '.' + parts[2], parts[0] + '.' + parts[1] + '.', foreign,
                parts[0] + '.' + parts[1], token + '.', '.' + token, parts[0] + "..", parts[0] + '.' + parts[1] + ".*",
                token + ".a.b", signed(GOOD, "HS512").split("\\.", -1)[0] + '.' + parts[1] + '.' + parts[2])) {
            assertThat(ask(bad)).as(bad).isInstanceOf(Authentication.Refused.class);
            isJudgedAsByAFreshOne(bad);
        }
    }

    @Test
    void aHeaderOfAnotherAppIsNotKnown() {
        try (Authenticator two = new Authenticator(List.of(Tokens.chat(),
                Tokens.app("other", new Verifier.Hmac(new Secret("another-secret-of-32-bytes-or-more")))), () -> NOW)) {
            String token = signed(GOOD, "HS256");
            assertThat(two.authenticate("chat", token, ADDRESS)).isInstanceOf(Authentication.Authenticated.class);

            assertThat(two.authenticate("other", token, ADDRESS))
                    .isEqualTo(new Authentication.Refused("wrong signature"));
        }
    }
}
