package dev.bouncer.api.console.oidc;

import java.io.IOException;
import java.net.URI;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The provider's keys; fetched again when a token names one that is not there, but not twice within ten seconds. A cause of type
 * {@link IOException} tells that they could not be had. Thread-safe.
 */
final class ProviderKeys implements VerificationKeyResolver {
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

    private final ProviderHttp http;
    private final URI place;
    private final InstantSource clock;
    private List<JsonWebKey> keys = List.of();
    private Instant nextTry = Instant.MIN;
    // Of the last try; null: it was none.
    private @Nullable IOException failure;

    ProviderKeys(ProviderHttp http, URI place, InstantSource clock) {
        this.http = http;
        this.place = place;
        this.clock = clock;
    }

    @Override
    public synchronized Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nesting)
            throws UnresolvableKeyException {
        try {
            return new JwksVerificationKeyResolver(keys).resolveKey(token, nesting);
        } catch (UnresolvableKeyException unknown) {
            if (!clock.instant().isBefore(nextTry)) {
                nextTry = clock.instant().plus(MIN_INTERVAL);
                fetch();
            }
            if (failure != null) throw new UnresolvableKeyException("the provider's keys cannot be had", failure);
            return new JwksVerificationKeyResolver(keys).resolveKey(token, nesting);
        }
    }

    private void fetch() {
        try {
            keys = new JsonWebKeySet(http.get(place)).getJsonWebKeys();
            failure = null;
        } catch (IOException e) {
            failure = e;
        } catch (JoseException e) {
            failure = new IOException(place + ": expected a set of keys", e);
        }
    }
}
