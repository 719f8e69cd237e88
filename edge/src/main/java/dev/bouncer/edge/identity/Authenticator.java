package dev.bouncer.edge.identity;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import dev.bouncer.config.AppConfig;
import dev.bouncer.contract.IpRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who a client is, by its token and its address. Thread-safe; may block for a few seconds where keys have to be
 * fetched.
 */
public final class Authenticator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final Map<String, TokenVerifier> verifiers;

    /**
     * For these apps; fetches nothing yet.
     *
     * @throws IllegalArgumentException if an app's key cannot verify tokens; the message is for the operator
     */
    public Authenticator(Collection<AppConfig> apps, InstantSource clock) {
        this.verifiers = apps.stream().filter(app -> app.tokens() != null)
                .collect(Collectors.toUnmodifiableMap(AppConfig::name, app -> TokenVerifier.of(app, http, clock)));
    }

    /**
     * Tells who it is.
     *
     * @param app     any text; nobody is anybody in an app that does not exist, or has no tokens
     * @param token   what the client showed; null: nothing
     * @param address where it comes from
     */
    public Authentication authenticate(String app, @Nullable String token, IpRange address) {
        TokenVerifier verifier = verifiers.get(app);
        Authentication authentication;
        if (verifier == null) {
            authentication = new Authentication.Refused("no such app, or it takes no tokens");
        } else if (token == null) {
            authentication = new Authentication.Refused("no token");
        } else {
            authentication = verifier.verify(token, address);
        }
        if (authentication instanceof Authentication.Refused(String why)) {
            // The app's name is the client's text unless there is an app of that name.
            LOG.atDebug().addKeyValue("app", verifier == null ? "unknown" : app).addKeyValue("why", why)
                    .log("not authenticated");
        }
        return authentication;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
