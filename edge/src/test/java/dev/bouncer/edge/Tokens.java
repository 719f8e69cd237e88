package dev.bouncer.edge;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.TokenConfig;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Tokens, and apps that take them. */
public final class Tokens {
    public static final String SECRET = "a-secret-of-some-length-for-tests";

    private Tokens() {}

    public static AppConfig app(String name, TokenConfig.Verifier verifier) {
        return new AppConfig(name, List.of(), new TokenConfig(verifier, null, null, "device"));
    }

    public static AppConfig chat() {
        return app("chat", new TokenConfig.Verifier.Hmac(new Secret(SECRET)));
    }

    /** A good token of the app {@code chat}. */
    public static String of(String user) {
        return sign(claims(user, Instant.now().plus(Duration.ofHours(1))));
    }

    /** The same, issued then; null: it does not say. */
    public static String of(String user, @Nullable Instant issuedAt) {
        JwtClaims claims = claims(user, Instant.now().plus(Duration.ofHours(1)));
        if (issuedAt != null) claims.setIssuedAt(NumericDate.fromSeconds(issuedAt.getEpochSecond()));
        return sign(claims);
    }

    public static JwtClaims claims(String user, Instant expiry) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(user);
        claims.setExpirationTime(NumericDate.fromSeconds(expiry.getEpochSecond()));
        return claims;
    }

    public static String sign(JwtClaims claims) {
        return sign(claims.toJson(), AlgorithmIdentifiers.HMAC_SHA256, hmac(SECRET), null);
    }

    public static Key hmac(String secret) {
        return new HmacKey(secret.getBytes(StandardCharsets.UTF_8));
    }

    public static String sign(String payload, String algorithm, @Nullable Key key, @Nullable String keyId) {
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(payload);
        token.setAlgorithmHeaderValue(algorithm);
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setDoKeyValidation(false);
        if (key != null) token.setKey(key);
        if (keyId != null) token.setKeyIdHeaderValue(keyId);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
