package dev.bouncer.edge.identity;

import java.util.List;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.TokenConfig;
import dev.bouncer.config.TokenConfig.Verifier;
import dev.bouncer.edge.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which app's keys a token is held against. */
class TokenAppsTest {
    private static final TokenApps APPS = new TokenApps(List.of(app("mine", "me", null), app("yours", "you", null),
            app("web", null, "web"), app("both", "us", "shop"), app("plain", null, null),
            new AppConfig("tokenless", List.of(), null)));

    private static AppConfig app(String name, @Nullable String issuer, @Nullable String audience) {
        return new AppConfig(name, List.of(),
                new TokenConfig(new Verifier.Hmac(new Secret(Tokens.SECRET)), issuer, audience, null));
    }

    private static String token(String claims) {
        return Tokens.sign(claims.replace('\'', '"'), "HS256", Tokens.hmac("whatever"), null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {"{'iss':'me'}; mine", "{'iss':'you'}; yours",
            "{'aud':'web'}; web", "{'aud':['x','web']}; web", "{'iss':'us','aud':['shop','x']}; both",
            "{'iss':'me','aud':'shop'}; mine", "{'iss':'us'};", "{'iss':'me','aud':'web'};", "{'iss':'x'};", "{};",
            "{'iss':7};", "{'iss':'me','aud':{}}; mine", "{'iss':'me','iss':'me'};", "[];", "nonsense;"})
    void isTheOneThatIssuerAndAudienceName(String claims, @Nullable String app) {
        assertThat(APPS.find(token(claims))).isEqualTo(app);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "a.b.c.d", "é.é.é"})
    void isNoneForWhatIsNoToken(String token) {
        assertThat(APPS.find(token)).isNull();
    }

    @Test
    void isNoneForATokenThatIsTooLong() {
        assertThat(APPS.find(token("{'iss':'me','x':'" + "x".repeat(TokenVerifier.MAX_TOKEN) + "'}"))).isNull();
    }

    @Test
    void isTheOnlyOneThatTakesTokens() {
        TokenApps one = new TokenApps(List.of(app("only", "me", null), new AppConfig("tokenless", List.of(), null)));

        assertThat(one.find(token("{'iss':'other'}"))).isEqualTo("only");
        assertThat(new TokenApps(List.of()).find(token("{'iss':'me'}"))).isNull();
    }
}
