package dev.bouncer.config.http;

import com.sun.net.httpserver.HttpExchange;
import dev.bouncer.config.Secret;
import org.jspecify.annotations.Nullable;

/** Tells callers that know a secret from others. Thread-safe. */
public final class Bearer {
    private static final String SCHEME = "Bearer ";

    private final Secret secret;

    /** @param secret what callers show: {@code Authorization: Bearer SECRET} */
    public Bearer(Secret secret) {
        this.secret = secret;
    }

    /** Whether the caller shows it; takes the same time whatever it shows, nothing too. */
    public boolean isShown(HttpExchange exchange) {
        @Nullable
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String shown = authorization == null ? "" : authorization;
        boolean bearer = shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return secret.matches(bearer ? shown.substring(SCHEME.length()).strip() : "");
    }

    /** What a caller is answered that does not show it. */
    public static Answer unauthorized(HttpExchange exchange) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        return Answer.error(401, "unauthorized");
    }
}
