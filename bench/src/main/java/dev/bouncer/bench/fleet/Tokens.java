package dev.bouncer.bench.fleet;

import java.nio.charset.StandardCharsets;

import dev.bouncer.config.Secret;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Tokens that the edges of a fleet take. */
public final class Tokens {
    static final String SECRET = "a-secret-of-the-tokens-0123456789abcdef";

    private Tokens() {}

    /** One of a user, HS256, for some hours, that the edges of a fleet of our own take. */
    public static String of(String user) {
        return of(user, Credentials.OWN.tokens());
    }

    /** The same, signed with this. */
    public static String of(String user, Secret secret) {
        try {
            JwtClaims claims = new JwtClaims();
            claims.setSubject(user);
            claims.setExpirationTimeMinutesInTheFuture(600);
            JsonWebSignature token = new JsonWebSignature();
            token.setPayload(claims.toJson());
            token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            token.setKey(new HmacKey(secret.reveal().getBytes(StandardCharsets.UTF_8)));
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
