package dev.bouncer.edge.gateway.identify;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import dev.bouncer.config.TokenPlace;
import org.jspecify.annotations.Nullable;

/** Finds the token in a request. */
final class Tokens {
    private static final String SCHEME = "Bearer ";

    private Tokens() {}

    /** The token in the first of these places that has one; null: none has. */
    static @Nullable String find(Asked asked, List<TokenPlace> places) {
        for (TokenPlace place : places) {
            List<String> tokens = at(asked, place);
            if (!tokens.isEmpty() && !tokens.getFirst().isEmpty()) return tokens.getFirst();
        }
        return null;
    }

    /** Whether one of these places has two that differ: whoever is behind may take the other one. */
    static boolean differ(Asked asked, List<TokenPlace> places) {
        return places.stream().anyMatch(place -> at(asked, place).stream().distinct().count() > 1);
    }

    private static List<String> at(Asked asked, TokenPlace place) {
        return switch (place.in()) {
            case QUERY -> asked.query().getOrDefault(place.name(), List.of());
            case HEADER -> asked.headers().getOrDefault(place.name().toLowerCase(Locale.ROOT), List.of()).stream()
                    .map(Tokens::bare).toList();
            case COOKIE -> asked.cookies().getOrDefault(place.name(), List.of());
            case SUBPROTOCOL -> behind(asked.subprotocols(), place.name());
        };
    }

    // The name of a scheme is case-insensitive (RFC 9110, section 11.1).
    private static String bare(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : header;
    }

    private static List<String> behind(List<String> offered, String name) {
        return IntStream.range(1, offered.size()).filter(i -> offered.get(i - 1).equals(name)).mapToObj(offered::get)
                .toList();
    }
}
