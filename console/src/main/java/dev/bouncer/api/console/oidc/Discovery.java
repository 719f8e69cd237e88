package dev.bouncer.api.console.oidc;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/**
 * Asks what the provider says of itself when that is first needed, so that a provider that is away does not keep the API from
 * starting: one request at a time, and after one that failed none for ten seconds. Thread-safe.
 */
final class Discovery {
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

    private final URI issuer;
    private final ProviderHttp http;
    private final InstantSource clock;
    private volatile @Nullable Provider known;
    private @Nullable IOException failure;
    private Instant nextTry = Instant.MIN;

    Discovery(URI issuer, ProviderHttp http, InstantSource clock) {
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
    }

    /** @throws IOException if it cannot be had, or could not a moment ago */
    Provider provider() throws IOException {
        Provider found = known;
        return found != null ? found : ask();
    }

    private synchronized Provider ask() throws IOException {
        Provider found = known;
        if (found != null) return found;
        IOException last = failure;
        if (last != null && clock.instant().isBefore(nextTry)) throw new IOException(last.getMessage(), last);
        try {
            found = Provider.discover(issuer, http);
            known = found;
            return found;
        } catch (IOException e) {
            failure = e;
            nextTry = clock.instant().plus(MIN_INTERVAL);
            throw e;
        }
    }
}
