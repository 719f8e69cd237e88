package dev.bouncer.edge.gateway.identify;

import java.util.List;
import java.util.Locale;

import dev.bouncer.config.TokenPlace;
import org.jspecify.annotations.Nullable;

/** Finds the token in a request. */
final class Tokens {
    private static final String SCHEME = "Bearer ";

    private Tokens() {}

    /** The token in the first of these places that has one; null: none has. */
    static @Nullable String find(Asked asked, List<TokenPlace> places) {
        for (TokenPlace place : places) {
            String token = at(asked, place);
            if (token != null && !token.isEmpty()) return token;
        }
        return null;
    }

    private static @Nullable String at(Asked asked, TokenPlace place) {
        return switch (place.in()) {
            case QUERY -> asked.query().get(place.name());
            case HEADER -> bare(asked.header(place.name().toLowerCase(Locale.ROOT)));
            case COOKIE -> asked.cookies().get(place.name());
            case SUBPROTOCOL -> behind(asked.subprotocols(), place.name());
        };
    }

    // The name of a scheme is case-insensitive (RFC 9110, section 11.1).
    private static @Nullable String bare(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : header;
    }

    private static @Nullable String behind(List<String> offered, String name) {
        int at = offered.indexOf(name);
        return at >= 0 && at + 1 < offered.size() ? offered.get(at + 1) : null;
    }
}
