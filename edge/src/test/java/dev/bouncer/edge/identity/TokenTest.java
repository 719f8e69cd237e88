package dev.bouncer.edge.identity;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECGenParameterSpec;
import java.security.InvalidAlgorithmParameterException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.TokenConfig;
import dev.bouncer.config.TokenConfig.Verifier;
import dev.bouncer.contract.IpRange;
import dev.bouncer.edge.Tokens;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which tokens count, and as whom. */
class TokenTest {
    private static final IpRange ADDRESS = IpRange.parse("192.0.2.7");
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00.500Z");
    private static final long SECOND = NOW.getEpochSecond();

    private static Authenticator authenticator(AppConfig app) {
        return new Authenticator(List.of(app), () -> NOW);
    }

    private static Authentication ask(AppConfig app, String token) {
        try (Authenticator authenticator = authenticator(app)) {
            return authenticator.authenticate(app.name(), token, ADDRESS);
        }
    }

    private static Authentication askWithClaims(String claims) {
        return ask(Tokens.chat(), Tokens.sign(claims, "HS256", Tokens.hmac(Tokens.SECRET), null));
    }

    private static String why(Authentication authentication) {
        return switch (authentication) {
            case Authentication.Refused(String why) -> why;
            case Authentication.OutOfTime(String why) -> why;
            case Authentication.Authenticated known -> throw new AssertionError("authenticated: " + known);
        };
    }

    private static List<String> subjects(Authentication authentication) {
        assertThat(authentication).isInstanceOf(Authentication.Authenticated.class);
        return ((Authentication.Authenticated) authentication).subjects().stream().map(Object::toString).toList();
    }

    static KeyPair keyPair(String algorithm) throws NoSuchAlgorithmException, InvalidAlgorithmParameterException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(switch (algorithm.substring(0, 2)) {
            case "RS", "PS" -> "RSA";
            case "ES" -> "EC";
            default -> "Ed25519";
        });
        switch (algorithm) {
            case "ES256" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
            case "ES384" -> generator.initialize(new ECGenParameterSpec("secp384r1"));
            case "ES512" -> generator.initialize(new ECGenParameterSpec("secp521r1"));
            case "EdDSA" -> {
            }
            default -> generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA"})
    void takesWhatThePrivateKeyOfAConfiguredPublicKeySigned(String algorithm) throws Exception {
        KeyPair pair = keyPair(algorithm);
        AppConfig app = Tokens.app("chat", new Verifier.Key(pair.getPublic()));
        String claims = "{\"sub\":\"alice\"}";

        assertThat(subjects(ask(app, Tokens.sign(claims, algorithm, pair.getPrivate(), null))))
                .containsExactly("chat:user:alice", "chat:ip:192.0.2.7");
        assertThat(why(ask(app, Tokens.sign(claims, algorithm, keyPair(algorithm).getPrivate(), null))))
                .isEqualTo("wrong signature");
    }

    @ParameterizedTest
    @CsvSource({"HS256, a", "HS384, a", "HS512, short", "HS256, a-secret-of-some-length-for-tests",
            "HS512, ünï¢ødé"})
    void takesWhatTheSecretSigned(String algorithm, String secret) {
        AppConfig app = Tokens.app("chat", new Verifier.Hmac(new Secret(secret)));
        String claims = "{\"sub\":\"alice\"}";

        assertThat(subjects(ask(app, Tokens.sign(claims, algorithm, Tokens.hmac(secret), null))))
                .contains("chat:user:alice");
        assertThat(why(ask(app, Tokens.sign(claims, algorithm, Tokens.hmac(secret + "!"), null))))
                .isEqualTo("wrong signature");
    }

    @Test
    void refusesTokensWithoutSignature() {
        assertThat(why(ask(Tokens.chat(), Tokens.sign("{\"sub\":\"alice\"}", "none", null, null)))).contains("invalid");
        String header = base64("{\"alg\":\"none\"}");
        String signed = Tokens.sign("{\"sub\":\"alice\"}", "HS256", Tokens.hmac(Tokens.SECRET), null);
        String signature = signed.substring(signed.lastIndexOf('.'));
        assertThat(why(ask(Tokens.chat(), header + '.' + base64("{\"sub\":\"alice\"}") + signature)))
                .contains("invalid");
        assertThat(why(ask(Tokens.chat(), signed.substring(0, signed.lastIndexOf('.') + 1)))).isNotEmpty();
    }

    // The public key is no secret: a verifier that lets the token choose takes it for one.
    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void refusesThePublicKeyUsedAsASecret(String algorithm) throws Exception {
        KeyPair pair = keyPair(algorithm);
        AppConfig app = Tokens.app("chat", new Verifier.Key(pair.getPublic()));
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";

        for (byte[] secret : List.of(pair.getPublic().getEncoded(), pem.getBytes(StandardCharsets.UTF_8))) {
            String token = Tokens.sign("{\"sub\":\"alice\"}", "HS256", new HmacKey(secret), null);
            assertThat(why(ask(app, token))).contains("invalid");
        }
    }

    @Test
    void refusesAlgorithmsThatAreNotTheKeys() throws Exception {
        KeyPair rsa = keyPair("RS256");
        AppConfig app = Tokens.app("chat", new Verifier.Key(rsa.getPublic()));

        assertThat(why(ask(app, Tokens.sign("{\"sub\":\"alice\"}", "PS256", rsa.getPrivate(), null))))
                .contains("invalid");
        assertThat(why(ask(Tokens.chat(), Tokens.sign("{\"sub\":\"alice\"}", "RS256", rsa.getPrivate(), null))))
                .contains("invalid");
    }

    @Test
    void refusesAConfigurationWhoseKeyCannotVerify() throws Exception {
        AppConfig app = Tokens.app("chat", new Verifier.Key(KeyPairGenerator.getInstance("X25519").generateKeyPair()
                .getPublic()));

        assertThatThrownBy(() -> authenticator(app)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("apps.chat.tokens: expected an RSA, EC or Ed25519 public key, got one of XDH");
    }

    // exp: the first second at which it no longer counts. It is half a second past SECOND now.
    @ParameterizedTest
    @CsvSource({"exp, 1, true", "exp, 0, false", "exp, -1, false", "nbf, 0, true", "nbf, 1, false", "nbf, -1, true"})
    void countsBetweenItsTimes(String claim, long secondsFromNow, boolean counts) {
        Authentication authentication = askWithClaims(
                "{\"sub\":\"alice\",\"" + claim + "\":" + (SECOND + secondsFromNow) + "}");

        assertThat(authentication instanceof Authentication.Authenticated).isEqualTo(counts);
    }

    // Whoever may come back with a new token is told apart from whoever made one up.
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {"{'sub':'alice','exp':1}; true",
            "{'sub':'alice','nbf':99999999999}; true", "{'sub':'alice','nbf':99999999999,'exp':1}; true",
            "{'sub':7,'exp':1}; false", "{'sub':'alice','exp':'x'}; false"})
    void tellsWhatIsOutOfTimeAlone(String claims, boolean outOfTime) {
        assertThat(askWithClaims(claims.replace('\'', '"')) instanceof Authentication.OutOfTime).isEqualTo(outOfTime);
    }

    @Test
    void tellsNothingOfTimesThatNobodySigned() {
        String forged = Tokens.sign("{\"sub\":\"alice\",\"exp\":1}", "HS256", Tokens.hmac("another"), null);

        assertThat(ask(Tokens.chat(), forged)).isEqualTo(new Authentication.Refused("wrong signature"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"sub\":null}", "{\"sub\":\"\"}"})
    void isNobodyInParticularOnlyWhereThatIsAllowed(String claims) {
        String token = Tokens.sign(claims, "HS256", Tokens.hmac(Tokens.SECRET), null);
        try (Authenticator authenticator = authenticator(Tokens.chat())) {
            assertThat(subjects(authenticator.authenticateAnyone("chat", token, ADDRESS)))
                    .containsExactly("chat:ip:192.0.2.7");
            assertThat(why(authenticator.authenticate("chat", token, ADDRESS))).isEqualTo("a token without a user");
        }
    }

    @Test
    void tellsWhenItExpires() {
        assertThat(askWithClaims("{\"sub\":\"alice\",\"exp\":" + (SECOND + 60) + "}"))
                .isInstanceOfSatisfying(Authentication.Authenticated.class,
                        it -> assertThat(it.expiresAt()).isEqualTo(Instant.ofEpochSecond(SECOND + 60)));
        assertThat(askWithClaims("{\"sub\":\"alice\"}")).isInstanceOfSatisfying(Authentication.Authenticated.class,
                it -> assertThat(it.expiresAt()).isNull());
        assertThat(askWithClaims("{\"sub\":\"alice\",\"exp\":9223372036854775807}"))
                .isInstanceOfSatisfying(Authentication.Authenticated.class, it -> assertThat(it.expiresAt()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sub\":\"alice\",\"exp\":\"tomorrow\"}", "{\"sub\":\"alice\",\"exp\":{}}",
            "{\"sub\":\"alice\",\"exp\":null,\"nbf\":[]}", "{\"sub\":\"alice\",\"exp\":-9223372036854775808}",
            "{\"sub\":7}", "{\"sub\":null}", "{\"sub\":\"\"}", "{}", "[]", "\"alice\"", "alice",
            "{\"sub\":\"al\\u0000ice\"}", "{\"sub\":\"alice\\n\"}", "{\"sub\":\"\\ud800\"}",
            "{\"sub\":\"alice\",\"jti\":\"\"}", "{\"sub\":\"alice\",\"jti\":7}",
            "{\"sub\":\"alice\",\"device\":[\"x\"]}",
            "{\"sub\":\"alice\",\"device\":\"\"}", "{\"sub\":\"alice\",\"sub\":\"bob\"}"})
    void refusesClaimsThatAreNotWhatTheyMustBe(String claims) {
        assertThat(why(askWithClaims(claims))).isNotEmpty();
    }

    @Test
    void takesIdsUpTo256Characters() {
        String longest = "😀".repeat(256);

        assertThat(subjects(askWithClaims("{\"sub\":\"" + longest + "\"}"))).contains("chat:user:" + longest);
        assertThat(why(askWithClaims("{\"sub\":\"" + longest + "x\"}"))).contains("unusable claims");
    }

    @Test
    void isAllItsSubjects() {
        assertThat(subjects(askWithClaims("{\"sub\":\"a:l/ice\",\"jti\":\"t-1\",\"device\":\"phone\"}")))
                .containsExactly("chat:user:a:l/ice", "chat:token:t-1", "chat:ip:192.0.2.7", "chat:device:phone");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{'sub':'alice'}; false", "{'sub':'alice','iss':'me','aud':'chat'}; true",
            "{'sub':'alice','iss':'me','aud':['web','chat']}; true", "{'sub':'alice','iss':'you','aud':'chat'}; false",
            "{'sub':'alice','iss':'me','aud':'web'}; false", "{'sub':'alice','iss':'me'}; false",
            "{'sub':'alice','aud':'chat'}; false", "{'sub':'alice','iss':7,'aud':'chat'}; false"}, quoteCharacter = '"')
    void demandsTheConfiguredIssuerAndAudience(String claims, boolean counts) {
        AppConfig app = new AppConfig("chat", List.of(),
                new TokenConfig(new Verifier.Hmac(new Secret(Tokens.SECRET)), "me", "chat", null));
        String token = Tokens.sign(claims.replace('\'', '"'), "HS256", Tokens.hmac(Tokens.SECRET), null);

        assertThat(ask(app, token) instanceof Authentication.Authenticated).isEqualTo(counts);
    }

    @Test
    void ignoresIssuerAndAudienceWhereNoneIsConfigured() {
        assertThat(subjects(askWithClaims("{\"sub\":\"alice\",\"iss\":\"x\",\"aud\":[\"a\",\"b\"]}"))).isNotEmpty();
    }

    @Test
    void refusesTokensThatAreTooLong() {
        JwtClaims claims = Tokens.claims("alice", NOW.plusSeconds(60));
        claims.setStringClaim("filler", "x".repeat(6 * 1024 - 200));
        assertThat(subjects(ask(Tokens.chat(), Tokens.sign(claims)))).isNotEmpty();
        claims.setStringClaim("filler", "x".repeat(6 * 1024));
        assertThat(why(ask(Tokens.chat(), Tokens.sign(claims)))).isEqualTo("token longer than 8192 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "....", "a.b.c", "a.b.c.d.e", "\u0000", "é.é.é"})
    void refusesWhatIsNoToken(String token) {
        assertThat(why(ask(Tokens.chat(), token))).isNotEmpty();
    }

    @Test
    void keepsAppsApart() {
        String other = "another-secret-of-some-length-here";
        try (Authenticator authenticator = new Authenticator(
                List.of(Tokens.chat(), Tokens.app("game", new Verifier.Hmac(new Secret(other)))), () -> NOW)) {
            String token = Tokens.sign("{\"sub\":\"alice\"}", "HS256", Tokens.hmac(other), null);

            assertThat(subjects(authenticator.authenticate("game", token, ADDRESS))).contains("game:user:alice");
            assertThat(why(authenticator.authenticate("chat", token, ADDRESS))).isEqualTo("wrong signature");
            assertThat(why(authenticator.authenticate("none", token, ADDRESS))).contains("no such app");
            assertThat(why(authenticator.authenticate("chat", null, ADDRESS))).isEqualTo("no token");
        }
    }

    // The library's messages quote the claims.
    @Test
    void doesNotTellClaimsInItsReasons() {
        for (Map.Entry<String, String> claim : Map.of("exp", "1", "nbf", "99999999999", "jti", "7").entrySet()) {
            String reason = why(askWithClaims(
                    "{\"sub\":\"alice-s3cret\",\"" + claim.getKey() + "\":" + claim.getValue() + "}"));
            assertThat(reason).doesNotContain("s3cret").doesNotContain("{");
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
