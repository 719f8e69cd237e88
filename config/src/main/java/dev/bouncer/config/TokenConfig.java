package dev.bouncer.config;

import java.net.URI;
import java.security.PublicKey;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.apps.<app>.tokens}: how clients prove who they are.
 *
 * @param verifier    exactly one of {@code hmac-secret}, {@code public-key} and {@code jwks-url}
 * @param issuer      {@code issuer}: what {@code iss} must be; null: anything
 * @param audience    {@code audience}: what {@code aud} must hold; null: anything
 * @param deviceClaim {@code device-claim}: the claim that names the client's device; null: none
 * @param firstSeenClaim {@code first-seen-claim}: the claim that says when the application first saw the user, in seconds since
 *                    1970 or RFC 3339; null: none
 */
public record TokenConfig(Verifier verifier, @Nullable String issuer, @Nullable String audience,
        @Nullable String deviceClaim, @Nullable String firstSeenClaim) {
    /** Without the claim that says when a user was first seen. */
    public TokenConfig(Verifier verifier, @Nullable String issuer, @Nullable String audience,
            @Nullable String deviceClaim) {
        this(verifier, issuer, audience, deviceClaim, null);
    }

    /** What signatures are checked with; it decides which algorithms count. */
    public sealed interface Verifier {
        /** HS256, HS384 and HS512. */
        record Hmac(Secret secret) implements Verifier {}

        /** RS*, ES* or EdDSA, whichever the key is for. */
        record Key(PublicKey key) implements Verifier {}

        /** The keys of a JWK set, fetched from there and kept. */
        record Jwks(URI url) implements Verifier {}
    }
}
