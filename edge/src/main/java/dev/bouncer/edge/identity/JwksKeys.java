package dev.bouncer.edge.identity;

import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a JWK set. Fetched when first needed, again every ten minutes and when a token names a key that is not
 * there, but never twice within ten seconds, whoever asks: strangers choose what tokens name. While the set cannot be
 * had, the keys last seen count. Thread-safe; whoever needs no new key does not wait for one.
 */
final class JwksKeys implements VerificationKeyResolver {
    private static final Logger LOG = LoggerFactory.getLogger(JwksKeys.class);

    static final Duration MAX_AGE = Duration.ofMinutes(10);
    static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

    private final VerificationJwkSelector selector = new VerificationJwkSelector();
    private final ReentrantLock fetching = new ReentrantLock();
    private final String app;
    private final JwksFetch fetch;
    private final InstantSource clock;
    private volatile List<JsonWebKey> keys = List.of();
    private volatile Instant triedAt = Instant.MIN;

    JwksKeys(String app, JwksFetch fetch, InstantSource clock) {
        this.app = app;
        this.fetch = fetch;
        this.clock = clock;
    }

    @Override
    public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nestingContext)
            throws UnresolvableKeyException {
        if (!Algorithms.PUBLIC_KEY.contains(token.getAlgorithmHeaderValue()))
            throw new UnresolvableKeyException("not an algorithm of public keys");
        Key key = find(token);
        if (key == null) {
            fetching.lock();
            try {
                key = find(token);
                if (key == null && olderThan(MIN_INTERVAL)) {
                    refresh();
                    key = find(token);
                }
            } finally {
                fetching.unlock();
            }
        } else if (olderThan(MAX_AGE) && fetching.tryLock()) {
            try {
                refresh();
                key = find(token);
            } finally {
                fetching.unlock();
            }
        }
        if (key == null) throw new UnresolvableKeyException("no key for the token");
        return key;
    }

    private boolean olderThan(Duration age) {
        return !clock.instant().isBefore(triedAt.equals(Instant.MIN) ? triedAt : triedAt.plus(age));
    }

    private void refresh() {
        triedAt = clock.instant();
        try {
            keys = fetch.get();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("app", app).addKeyValue("place", fetch.place())
                    .addKeyValue("error", String.valueOf(e.getMessage())).addKeyValue("keys", keys.size())
                    .log("could not fetch the JWK set: the keys last seen go on counting");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Key find(JsonWebSignature token) throws UnresolvableKeyException {
        List<JsonWebKey> candidates = keys.stream().filter(key -> fits(key, token)).toList();
        if (candidates.isEmpty()) return null;
        try {
            // Leaves out keys that are not for signatures; of several that fit, the one whose signature it is counts.
            JsonWebKey key = selector.selectWithVerifySignatureDisambiguate(token, candidates);
            return key == null ? null : key.getKey();
        } catch (JoseException e) {
            throw new UnresolvableKeyException("no key for the token", e);
        }
    }

    private static boolean fits(JsonWebKey key, JsonWebSignature token) {
        String algorithm = token.getAlgorithmHeaderValue();
        String name = token.getKeyIdHeaderValue();
        return key instanceof PublicJsonWebKey && (name == null || name.equals(key.getKeyId()))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                && isFor(key.getKey(), algorithm);
    }

    // A set may hold keys that are of no use here: they are as good as absent.
    private static boolean isFor(Key key, String algorithm) {
        try {
            return Algorithms.of(key).contains(algorithm);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
