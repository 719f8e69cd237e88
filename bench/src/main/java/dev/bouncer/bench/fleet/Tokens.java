package dev.bouncer.bench.fleet;

import java.nio.charset.StandardCharsets;

import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Tokens that the edges of a fleet take. */
public final class Tokens {
    static final String SECRET = "a-secret-of-the-tokens-0123456789abcdef";

    private Tokens() {}

    /** One of a user, HS256, for some hours. */
    public static String of(String user) {
        try {
            JwtClaims claims = new JwtClaims();
            claims.setSubject(user);
            claims.setExpirationTimeMinutesInTheFuture(600);
            JsonWebSignature token = new JsonWebSignature();
            token.setPayload(claims.toJson());
            token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            token.setKey(new HmacKey(SECRET.getBytes(StandardCharsets.UTF_8)));
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
