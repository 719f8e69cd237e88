package dev.bouncer.edge.identity;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ClaimNames;
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
    private static final Authentication NO_TOKENS = new Authentication.Refused("no such app, or it takes no tokens");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final Map<String, TokenVerifier> verifiers;
    private final TokenApps tokenApps;

    /**
     * For these apps; fetches nothing yet.
     *
     * @throws IllegalArgumentException if an app's key cannot verify tokens; the message is for the operator
     */
    public Authenticator(Collection<AppConfig> apps, InstantSource clock) {
        this.verifiers = apps.stream().filter(app -> app.tokens() != null)
                .collect(Collectors.toUnmodifiableMap(AppConfig::name, app -> TokenVerifier.of(app, http, clock)));
        this.tokenApps = new TokenApps(apps);
    }

    /**
     * The app that a token is for, where the client named none: by its issuer and audience, which nothing has proven, so
     * that it decides nothing but whose keys the token has to stand up to.
     *
     * @return null if it cannot be told
     */
    public @Nullable String appOf(String token) {
        return tokenApps.find(token);
    }

    /**
     * Tells which user it is; one without is refused.
     *
     * @param app     any text; nobody is anybody in an app that does not exist, or has no tokens
     * @param token   what the client showed; null: nothing
     * @param address where it comes from
     */
    public Authentication authenticate(String app, @Nullable String token, IpRange address) {
        Authentication authentication = verify(app, token, address);
        if (authentication instanceof Authentication.Authenticated known && known.user() == null)
            authentication = new Authentication.Refused("a token without a user");
        return logged(app, authentication);
    }

    /** The same, but a token that names no user counts too. */
    public Authentication authenticateAnyone(String app, @Nullable String token, IpRange address) {
        return logged(app, verify(app, token, address));
    }

    /** The same, by these claims; the device by the app's own where they name none. */
    public Authentication authenticateAnyone(String app, String token, IpRange address, ClaimNames claims) {
        TokenVerifier verifier = verifiers.get(app);
        return verifier == null
                ? logged(app, NO_TOKENS)
                : logged(app, verifier.verify(token, address, claims));
    }

    private Authentication verify(String app, @Nullable String token, IpRange address) {
        TokenVerifier verifier = verifiers.get(app);
        if (verifier == null) return NO_TOKENS;
        return token == null ? new Authentication.Refused("no token") : verifier.verify(token, address);
    }

    private Authentication logged(String app, Authentication authentication) {
        String why = switch (authentication) {
            case Authentication.Authenticated _ -> null;
            case Authentication.Refused refused -> refused.why();
            case Authentication.OutOfTime outOfTime -> outOfTime.why();
        };
        if (why != null) {
            // The app's name is the client's text unless there is an app of that name.
            LOG.atDebug().addKeyValue("app", verifiers.containsKey(app) ? app : "unknown").addKeyValue("why", why)
                    .log("not authenticated");
        }
        return authentication;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
