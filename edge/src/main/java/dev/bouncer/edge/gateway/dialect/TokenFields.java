package dev.bouncer.edge.gateway.dialect;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.bouncer.contract.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token among what a client says about itself, which no protocol prescribes: under the names that are usual,
 * in whatever case, there or in an object {@code headers} there.
 */
final class TokenFields {
    private static final List<String> USUAL = List.of("authorization", "token", "authtoken", "auth_token",
            "accesstoken", "access_token");
    private static final String HEADERS = "headers";
    private static final String SCHEME = "Bearer ";

    private TokenFields() {}

    /**
     * The token; null: there is none, or there are several.
     *
     * @throws IllegalArgumentException if what it looks into is of another type
     */
    static @Nullable String find(@Nullable JsonObject said) {
        if (said == null) return null;
        String direct = among(said.texts());
        JsonObject headers = said.optionalObject(HEADERS);
        return direct != null || headers == null ? direct : among(headers.texts());
    }

    private static @Nullable String among(Map<String, String> said) {
        List<String> found = said.entrySet().stream()
                .filter(field -> USUAL.contains(field.getKey().toLowerCase(Locale.ROOT)))
                .map(field -> bare(field.getValue())).distinct().toList();
        // Of two that differ the server behind may take the other.
        return found.size() == 1 ? found.getFirst() : null;
    }

    private static String bare(String value) {
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? value.substring(SCHEME.length()).strip()
                : value;
    }
}
